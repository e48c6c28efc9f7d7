//! A way to end long work early.

use std::sync::Arc;

/// Tells long-running work when to end early. The work checks it between steps.
#[derive(Clone, Default)]
pub struct Stop(Option<Arc<dyn Fn() -> bool + Send + Sync>>);

impl Stop {
    pub fn when(is_requested: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(is_requested)))
    }

    pub fn is_requested(&self) -> bool {
        self.0.as_ref().is_some_and(|is_requested| is_requested())
    }
}

impl std::fmt::Debug for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Stop(when asked)" } else { "Stop(never)" })
    }
}
