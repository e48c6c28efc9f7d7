//! Bonafide finds fake applicants from evidence, and its reasons are the score.
