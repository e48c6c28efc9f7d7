//! Drives the service over HTTP, each test with a database of its own.
