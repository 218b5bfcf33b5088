"""Transcripts of tools/check-cases, and what runs them."""
