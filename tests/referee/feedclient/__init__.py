"""An operator's exporter: the client of contract feed."""
