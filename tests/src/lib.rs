//! Shared helpers of the integration tests: where the corpus and the seeds are.
