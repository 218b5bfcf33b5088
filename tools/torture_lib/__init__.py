"""The parts of `tools/torture`."""
