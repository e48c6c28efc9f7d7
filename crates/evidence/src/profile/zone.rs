//! IANA time zones.

use utoipa::ToSchema;

use super::json_value::Json;
use super::read::{Notes, Pointer, Read};

/// Time zone name from the IANA database, such as `America/Chicago`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ToSchema)]
#[schema(value_type = String, example = "America/Chicago")]
#[schema(as = TimeZone)]
pub struct Zone(pub chrono_tz::Tz);

impl Read for Zone {
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let zone = notes.text(value, at)?.trim().parse();
        if zone.is_err() {
            let detail = "must be an IANA time zone, such as America/Chicago";
            notes.fault(at, "invalid_time_zone", detail);
        }
        zone.ok().map(Self)
    }
}
