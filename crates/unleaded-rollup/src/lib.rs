//! The bill of materials as a graph, and the exact sums over it.
