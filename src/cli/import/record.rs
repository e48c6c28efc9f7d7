//! What every kind of input gives.

/// The longest document. It is as long as the largest profile that the API accepts.
pub(super) const MAX_BYTES: usize = 8 << 20;

/// A digest of a document, or of all documents up to one.
pub(super) type Digest = [u8; 32];

/// What a line of a text or a row of a table has.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) digest: Digest,
    /// Without white space around it; `None` if it is longer than [`MAX_BYTES`].
    pub(super) document: Option<Vec<u8>>,
    /// How many bytes of a text it takes, or 1 for a row of a table.
    pub(super) bytes: u64,
}
