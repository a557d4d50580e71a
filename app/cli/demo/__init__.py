"""Demonstration data: three communes, their agents, and cases in various states. Everybody in it is invented."""
