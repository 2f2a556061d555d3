"""What the independent servers share: HTTP, JSON, the registry of variants and faults, the command line."""
