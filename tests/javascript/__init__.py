"""Tests that run JavaScript and TypeScript; `make javascript` installs what they need from npm."""
