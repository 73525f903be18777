"""What is drawn of an agreement, the states that its terms can reach and its life in lanes; not how a picture looks."""
