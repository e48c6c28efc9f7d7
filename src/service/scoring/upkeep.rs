//! What keeps the tables of decisions small and sound, without anybody waiting for it.

use chrono::TimeDelta;

use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::store;
pub use crate::store::scoring::orphans::Orphans;

/// From how many rows on the small table of bands is emptied. Its index then has some 80 MB, which a server keeps in
/// memory, and each page of the large index gets many rows at once.
pub const MANY_BANDS: i64 = 2_500_000;
/// Into how many ranges a move is divided. Each is a short transaction.
const RANGES: i64 = 256;

/// Moves the bands of the latest texts to the large table, if there are at least this many; the number moved.
pub async fn move_bands(app: &App, at_least: i64) -> Result<u64, Internal> {
    if store::scoring::texts::count_recent_bands(&app.db).await? < at_least {
        return Ok(0);
    }
    let mut moved = 0;
    for range in 0..RANGES {
        moved += store::scoring::texts::move_bands(&app.db, first(range), last(range)).await?;
    }
    tracing::info!(moved, "moved the bands of texts to the large table");
    Ok(moved)
}

/// The first band of a range: all bands in equal parts.
fn first(range: i64) -> i64 {
    const WIDTH: i128 = 1 << 56;
    let first = i128::from(i64::MIN) + i128::from(range) * WIDTH;
    i64::try_from(first).unwrap_or(i64::MAX)
}

fn last(range: i64) -> i64 {
    if range + 1 == RANGES { i64::MAX } else { first(range + 1) - 1 }
}

/// Looks for rows of the last days whose parent is missing. No foreign key guards them; the code does.
pub async fn find_orphans(app: &App, tenant: &TenantId) -> Result<Orphans, Internal> {
    let mut tx = app.begin(tenant).await?;
    let since = tx.now - TimeDelta::days(2);
    let orphans = store::scoring::orphans::count(&mut tx, since).await?;
    if orphans.total() > 0 {
        tracing::error!(%tenant, ?orphans, "rows have no parent; please report this as a bug");
    }
    Ok(orphans)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ranges_cover_every_band_once() {
        assert_eq!((first(0), last(RANGES - 1)), (i64::MIN, i64::MAX));
        for range in 1..RANGES {
            assert_eq!(last(range - 1) + 1, first(range));
            assert!(first(range) <= last(range));
        }
    }
}
