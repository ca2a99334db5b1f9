"""Things in the pictures besides the body: built from convex pieces, painted or drawn through the depth buffer."""
