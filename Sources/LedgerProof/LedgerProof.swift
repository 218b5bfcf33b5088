// Filled by the proof layer.
