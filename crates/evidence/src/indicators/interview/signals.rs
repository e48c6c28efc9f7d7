//! What the software of calls and coding tests reports.

use std::sync::LazyLock;

use super::super::reading::{count, quoted};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::interviews::Assessment;
use crate::profile::{ShortText, fold};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[CAMERA_IS_VIRTUAL_OR_CAPTURE_CARD, REMOTE_CONTROL_DURING_ASSESSMENT];

const CAMERA_IS_VIRTUAL_OR_CAPTURE_CARD: Indicator = Indicator {
    id: "camera_is_virtual_or_capture_card",
    family: Family::Interview,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "The camera in an interview or identity check is a virtual camera or a capture card. Counts only next to a strong sign of another family.",
    unit: "cameras",
    question: "What is the camera's name? Send `interviews[].camera_label` and `identity_checks[].camera_label`.",
    innocent_explanations: "Streamers, people who use a photo camera, and assistive tools.",
    how_to_verify: "Ask the applicant to join once more from a phone or with the built-in camera.",
    sources: &["HUN26"],
    wording: "
    .hit = { $cameras_count ->
        [one] The camera { $cameras } is a virtual camera or a capture card.
       *[other] The cameras { $cameras } are virtual cameras or capture cards.
    } Something else about the applicant is suspicious as well.
    .miss = The { $labels ->
        [one] name of the camera is not
       *[other] names of { $labels } cameras are not those
    } of a known virtual camera or capture card.
",
    miss: MissRule::Ignored,
    observe: camera_is_virtual_or_capture_card,
    #[cfg(test)]
    examples: tests::camera_is_virtual_or_capture_card,
};

const REMOTE_CONTROL_DURING_ASSESSMENT: Indicator = Indicator {
    id: "remote_control_during_assessment",
    family: Family::Interview,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "A remote-control session or a second pointer was active during a coding test, and the applicant had no accommodation.",
    unit: "tests",
    question: "Was there remote control during the coding test? Send `interviews[].assessment` with `remote_session`, `second_pointer` and `accommodation_declared`.",
    innocent_explanations: "Assistive tools that were not declared, support sessions, and a second mouse.",
    how_to_verify: "Ask what was connected. Offer an accommodation, and repeat a part of the test in a call.",
    sources: &["SIL26"],
    wording: "
    .hit = During { $tests ->
        [one] a coding test,
       *[other] { $tests } coding tests,
    } { $signs ->
        [remote] a remote-control session was active.
        [pointer] a second pointer moved.
       *[both] a remote-control session was active and a second pointer moved.
    }
    .miss = { $tests ->
        [one] No remote control was found during the coding test.
       *[other] No remote control was found during { $tests } coding tests.
    }
",
    miss: MissRule::Counts,
    observe: remote_control_during_assessment,
    #[cfg(test)]
    examples: tests::remote_control_during_assessment,
};

/// Parts of the names that virtual cameras which can play any video, and capture cards, report. Programs that only blur
/// the background and phones that serve as a camera are left out. The names of products are the same in all languages;
/// the words for a virtual camera are not.
const CAMERAS: &[&str] = &[
    "obs virtual",
    "obs-camera",
    "obs camera",
    "manycam",
    "xsplit vcam",
    "splitcam",
    "youcam",
    "altercam",
    "webcammax",
    "sparkocam",
    "chromacam",
    "e2esoft",
    "unity video capture",
    "v4l2loopback",
    "dummy video device",
    "virtual camera",
    "virtual cam",
    "virtual webcam",
    "virtualcam",
    "virtuelle kamera",
    "caméra virtuelle",
    "cámara virtual",
    "câmera virtual",
    "fotocamera virtuale",
    "виртуальная камера",
    "віртуальна камера",
    "虚拟摄像",
    "虛擬攝影",
    "虛擬相機",
    "仮想カメラ",
    "가상 카메라",
    "sanal kamera",
    "wirtualna kamera",
    "كاميرا افتراضية",
    "cam link",
    "capture card",
    "hdmi capture",
    "video capture card",
    "usb3. 0 capture",
    "usb3.0 capture",
    "usb 3.0 capture",
    "game capture",
    "live gamer",
    "decklink",
    "ultrastudio",
    "magewell",
    "av.io hd",
    "534d:2109",
    "534d:2130",
];

static FOLDED_CAMERAS: LazyLock<Vec<String>> =
    LazyLock::new(|| CAMERAS.iter().map(|camera| fold(camera)).collect());

/// The cameras that interviews and identity checks report. A name that is not known shows nothing: virtual cameras can
/// be renamed.
fn camera_is_virtual_or_capture_card(case: &Case<'_>) -> Finding {
    let interviews = case.profile.interviews.iter().enumerate();
    let checks = case.profile.identity_checks.iter().enumerate();
    let in_interviews = interviews.filter_map(|(i, interview)| {
        Some((format!("/interviews/{i}/camera_label"), interview.camera_label.as_ref()?))
    });
    let in_checks = checks.filter_map(|(i, check)| {
        Some((format!("/identity_checks/{i}/camera_label"), check.camera_label.as_ref()?))
    });
    let labels: Vec<(String, &ShortText)> = in_interviews.chain(in_checks).collect();
    if labels.is_empty() {
        return Finding::Unknown;
    }
    let is_known =
        |label: &ShortText| FOLDED_CAMERAS.iter().any(|camera| label.folded().contains(camera));
    let hits: Vec<&(String, &ShortText)> =
        labels.iter().filter(|(_, label)| is_known(label)).collect();
    let evidence = Evidence::about(hits.iter().map(|(pointer, _)| pointer.clone()));
    if hits.is_empty() {
        return Finding::miss(evidence.with("labels", labels.len()));
    }
    let mut cameras: Vec<String> = hits.iter().map(|(_, label)| quoted(label.as_str())).collect();
    cameras.sort_unstable();
    cameras.dedup();
    Finding::hit(count(cameras.len()), evidence.with("cameras", cameras))
}

/// Only tests of which the platform states that no accommodation was declared. People who need an assistive tool or a
/// helper must not be judged by it.
fn remote_control_during_assessment(case: &Case<'_>) -> Finding {
    let tests: Vec<(usize, &Assessment)> = (case.profile.interviews.iter().enumerate())
        .filter_map(|(i, interview)| Some((i, interview.assessment.as_ref()?)))
        .filter(|(_, test)| test.accommodation_declared == Some(false))
        .filter(|(_, test)| test.shared_by_design != Some(true))
        .filter(|(_, test)| test.remote_session.is_some() || test.second_pointer.is_some())
        .collect();
    if tests.is_empty() {
        return Finding::Unknown;
    }
    let is_hit =
        |test: &Assessment| test.remote_session == Some(true) || test.second_pointer == Some(true);
    let hits: Vec<&(usize, &Assessment)> = tests.iter().filter(|(_, test)| is_hit(test)).collect();
    let evidence = Evidence::about(hits.iter().map(|(i, _)| format!("/interviews/{i}/assessment")));
    if hits.is_empty() {
        return Finding::miss(evidence.with("tests", tests.len()));
    }
    let remote = hits.iter().any(|(_, test)| test.remote_session == Some(true));
    let pointer = hits.iter().any(|(_, test)| test.second_pointer == Some(true));
    let signs = match (remote, pointer) {
        (true, false) => "remote",
        (false, true) => "pointer",
        _ => "both",
    };
    Finding::hit(count(hits.len()), evidence.with("tests", hits.len()).with("signs", signs))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::finding::State;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::indicators::observe;

    const CAMERA: &str = "camera_is_virtual_or_capture_card";

    fn called(labels: &[&str]) -> Fixture {
        let interviews: Vec<Value> =
            labels.iter().map(|label| json!({ "camera_label": label })).collect();
        Fixture::new(json!({ "interviews": interviews }))
    }

    pub(super) fn camera_is_virtual_or_capture_card() -> Examples {
        let checked =
            json!({ "identity_checks": [{ "camera_label": "USB3. 0 capture (534d:2109)" }] });
        Examples::new()
            .hit("a virtual camera", called(&["OBS Virtual Camera", "FaceTime HD Camera"]))
            .value(1.0)
            .pointers(&["/interviews/0/camera_label"])
            .says("The camera “OBS Virtual Camera” is a virtual camera or a capture card. Something else about the applicant is suspicious as well.")
            .hit("a virtual camera and a capture card", called(&["ManyCam Virtual Webcam", "Cam Link 4K"]))
            .value(2.0)
            .says("The cameras “Cam Link 4K” and “ManyCam Virtual Webcam” are virtual cameras or capture cards. Something else about the applicant is suspicious as well.")
            .hit("a capture card in an identity check", Fixture::new(checked))
            .hit("in another language", called(&["OBS 虚拟摄像头"]))
            .miss("a built-in camera", called(&["FaceTime HD Camera"]))
            .says("The name of the camera is not of a known virtual camera or capture card.")
            .miss("a phone and a camera with a blurred background", called(&["iPhone Camera", "NVIDIA Broadcast"]))
            .says("The names of 2 cameras are not those of a known virtual camera or capture card.")
            .unknown("no name", Fixture::new(json!({ "interviews": [{}] })))
            .innocent("a photo camera on a cable", called(&["USB2.0 HD UVC WebCam"]))
    }

    pub(super) fn remote_control_during_assessment() -> Examples {
        let tested = |tests: Value| {
            let tests = tests.as_array().cloned().unwrap_or_default();
            let interviews: Vec<Value> =
                tests.iter().map(|test| json!({ "assessment": test })).collect();
            Fixture::new(json!({ "interviews": interviews }))
        };
        let signs = |remote: bool, pointer: bool| json!({ "remote_session": remote, "second_pointer": pointer, "accommodation_declared": false });
        let mut declared = signs(true, true);
        declared["accommodation_declared"] = true.into();
        let mut pair = signs(true, false);
        pair["shared_by_design"] = true.into();
        Examples::new()
            .hit("a remote session", tested(json!([signs(true, false)])))
            .value(1.0)
            .pointers(&["/interviews/0/assessment"])
            .says("During a coding test, a remote-control session was active.")
            .hit("a second pointer", tested(json!([signs(false, true)])))
            .says("During a coding test, a second pointer moved.")
            .hit("both, in two tests", tested(json!([signs(true, false), signs(false, true)])))
            .value(2.0)
            .says("During 2 coding tests, a remote-control session was active and a second pointer moved.")
            .miss("neither", tested(json!([signs(false, false)])))
            .says("No remote control was found during the coding test.")
            .miss("neither, in two tests", tested(json!([signs(false, false), signs(false, false)])))
            .says("No remote control was found during 2 coding tests.")
            .unknown("no one asked about accommodations", tested(json!([{ "remote_session": true }])))
            .unknown("an accommodation was declared", tested(json!([declared])))
            .unknown("pair programming", tested(json!([pair])))
            .unknown("no signals", tested(json!([{ "accommodation_declared": false }])))
            .innocent("an assistive tool that was declared", tested(json!([declared])))
    }

    fn observed_camera(document: Value) -> State {
        let fixture = Fixture::new(document);
        let all = observe(&fixture.case());
        all.iter().find(|observed| observed.indicator.id == CAMERA).unwrap().finding.state()
    }

    #[test]
    fn a_virtual_camera_counts_only_next_to_a_sign_of_another_family() {
        let interview = json!([{ "camera_label": "OBS Virtual Camera" }]);
        let alone = json!({ "interviews": interview });
        assert_eq!(observed_camera(alone), State::Unknown);
        let same_family = json!({ "interviews": [{
            "camera_label": "OBS Virtual Camera",
            "assessment": { "remote_session": true, "accommodation_declared": false },
        }] });
        assert_eq!(observed_camera(same_family), State::Unknown);
        let tampered = json!([{ "tamper_signals": ["font", "mrz"] }]);
        let second = json!({ "interviews": interview, "identity_checks": tampered });
        assert_eq!(observed_camera(second), State::Hit);
        let other = json!({ "interviews": [{ "camera_label": "FaceTime HD Camera" }] });
        assert_eq!(observed_camera(other), State::Miss);
    }
}
