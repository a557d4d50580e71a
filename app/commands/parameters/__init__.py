"""Values of the law that are decided after the procedures which read them were published."""
