-- Signatures are the keyed digests of a text's shingles now, in place of the least of them under many functions: two
-- texts can be compared exactly. The old ones are of no use beside them; a text is there again when it is sent again.
TRUNCATE text_signature, text_band;

ALTER TABLE text_signature
    DROP CONSTRAINT text_signature_size,
    ADD CONSTRAINT text_signature_size
    CHECK (octet_length(signature) BETWEEN 4 AND 8192 AND octet_length(signature) % 4 = 0);
