"""What runs by itself: the lanes that deliver, and the sweep for what a crash left."""
