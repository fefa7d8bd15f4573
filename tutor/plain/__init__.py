"""Line mode: the same lessons on standard input and output, for screen readers, pipes and plain terminals."""
