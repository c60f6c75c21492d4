"""What runs inside a JavaScript program's own process. Node's own modules only, for Node 20 and newer."""
