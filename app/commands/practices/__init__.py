"""The register “identify – capitalise – mutualise”: practices that communes offer to the country."""
