"""What each BPMN element does: one class a kind, in the library's life cycle of a task."""
