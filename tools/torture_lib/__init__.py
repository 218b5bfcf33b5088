"""What `tools/torture` is made of."""
