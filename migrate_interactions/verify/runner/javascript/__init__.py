"""Running JavaScript and TypeScript with Node: what it takes to start them, and what guards them from inside."""
