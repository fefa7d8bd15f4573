"""What is drawn: each widget shows one thing and reports what the learner did with it."""
