"""A second implementation of the ledger's format, written from spec/ alone: reads, never writes."""
