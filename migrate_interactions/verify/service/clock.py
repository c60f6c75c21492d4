"""Time stands still on the service: the same program prints the same."""

MOMENT = "2026-01-05T09:00:00Z"
MOMENT_SECONDS = 1767603600
