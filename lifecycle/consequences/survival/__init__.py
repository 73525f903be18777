"""What survives the end, and the winding down; not the end itself."""
