"""What a commune does with a national procedure: adopt it, change it inside the policy, publish, go back."""
