// A profile with hostile text in every field that takes text.
const script = "<script>document.title='owned';alert(1)</script><img src=x onerror=alert(2)>";
const turned = "\u202Etxet denrut\u202C \u2066isolated";
const word = "w".repeat(100_000);

export const hostile = {
  schema: "bonafide.profile/v1",
  external_id: `"><script>alert(3)</script>`,
  claims: { name: script, country: "US", region: turned, city: script, time_zone: "America/Chicago", declared_agency: `';--${turned}` },
  contact: { emails: [{ address: "a@mail.example" }], phones: [{ number: "+1-555-0199" }] },
  resume: {
    basics: { name: script, label: turned, summary: `${script} ${word}`.slice(0, 19_000) },
    work: [{ name: script, position: turned, startDate: "2099-12-31", endDate: "1950", summary: script }],
    broken_dates: ["0000-00-00", "2026-13-45T99:99:99Z", 1e308, -1],
  },
  sessions: [
    { started_at: "2026-05-04T00:00:00Z", last_activity_at: "1970-01-01T00:00:00Z", ip: "198.51.100.5", user_agent: script, device_id: turned, time_zone: "Asia/Shanghai" },
    { started_at: "1970-01-01T00:00:00Z", ended_at: "2099-12-31T23:59:59Z", ip: "192.0.2.97", device_id: script, time_zone: "America/Chicago" },
  ],
  messages: [{ at: "2026-05-05T00:00:00Z", direction: "received", text: `${script} ${turned}` }],
  interviews: [{ observer: "i-1", at: "2026-05-06T00:00:00Z", observations: [{ code: "camera_refused", note: script }] }],
  payouts: [
    { method: "bank", account: script, holder_name: script, country: "US" },
    { method: "bank", account: "ACCT-HOSTILE-77", holder_name: turned, country: "US" },
  ],
  [script]: { [turned]: [script, word, null, true, { "": { deep: [[[[[[script]]]]]] } }] },
};
