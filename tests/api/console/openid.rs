//! Signing in with a fake OpenID provider that answers as each test needs.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bonafide::auth::oidc::Oidc;
use bonafide::config::OidcConfig;
use bonafide::domain::tenant::TenantId;
use bonafide::domain::user::{EmailAddress, Role};
use bonafide::service::access::users::invitations;
use ids::actor::Actor;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use reqwest::Method;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};

use super::Browser;
use crate::harness::{Reply, Service, TENANT};

const CLIENT: &str = "bonafide-console";
/// The start time of the harness's clock.
const NOW: i64 = 1_780_315_200;

/// A provider that runs in a thread.
struct Provider {
    issuer: String,
    /// The next ID token.
    token: Arc<Mutex<String>>,
    /// The last form sent to the token endpoint.
    asked: Arc<Mutex<String>>,
    key: EncodingKey,
}

impl Provider {
    fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let document = Ed25519KeyPair::generate_pkcs8(&ring::rand::SystemRandom::new()).unwrap();
        let pair = Ed25519KeyPair::from_pkcs8(document.as_ref()).unwrap();
        let x = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
        let keys = json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": "k1", "x": x }] });
        let discovery = json!({
            "issuer": issuer, "authorization_endpoint": format!("{issuer}/authorize"),
            "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/keys")
        });
        let (token, asked) =
            (Arc::new(Mutex::new(String::new())), Arc::new(Mutex::new(String::new())));
        let (hand_out, keep) = (Arc::clone(&token), Arc::clone(&asked));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut bytes = [0; 16 * 1024];
                let mut length = stream.read(&mut bytes).unwrap();
                let mut request = String::from_utf8_lossy(&bytes[..length]).into_owned();
                if request.starts_with("POST") && !request.contains("code_verifier") {
                    length = stream.read(&mut bytes).unwrap();
                    request.push_str(&String::from_utf8_lossy(&bytes[..length]));
                }
                let body = if request.starts_with("GET /.well-known/openid-configuration ") {
                    discovery.to_string()
                } else if request.starts_with("GET /keys ") {
                    keys.to_string()
                } else {
                    keep.lock().unwrap().clone_from(&request);
                    json!({ "access_token": "x", "token_type": "Bearer", "id_token": *hand_out.lock().unwrap() }).to_string()
                };
                let answer = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                    body.len()
                );
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        Self { issuer, token, asked, key: EncodingKey::from_ed_der(document.as_ref()) }
    }

    /// Valid claims for the attempt with this nonce.
    fn claims(&self, nonce: &str) -> Value {
        json!({
            "iss": self.issuer, "aud": CLIENT, "sub": "u-1", "exp": NOW + 600, "iat": NOW, "nonce": nonce,
            "email": "Robin@mail.example", "email_verified": true, "name": "Robin Example"
        })
    }

    fn hands_out(&self, claims: &Value) {
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some("k1".to_owned());
        *self.token.lock().unwrap() = encode(&header, claims, &self.key).unwrap();
    }
}

async fn with(provider: &Provider, domains: &[&str]) -> Service {
    let config = OidcConfig {
        issuer: provider.issuer.clone(),
        client_id: CLIENT.to_owned(),
        client_secret: "a secret/with ?".into(),
        algorithm: Algorithm::EdDSA,
        email_domains: domains.iter().map(|domain| (*domain).to_owned()).collect(),
        roles: vec!["reviewer".to_owned()],
        ..OidcConfig::default()
    };
    Service::start_with(|app| {
        app.oidc = Arc::new(Oidc::new(&config).unwrap());
        let console =
            bonafide::config::ConsoleConfig { tenant: TENANT.to_owned(), ..Default::default() };
        app.console = Arc::new(console);
    })
    .await
}

/// Starts an attempt. Returns the parameters sent to the provider.
async fn start(browser: &mut Browser) -> (Vec<(String, String)>, String) {
    let reply = browser.get("/console/openid/start").await;
    assert_eq!(reply.status, 303, "{}", reply.text);
    let url = reqwest::Url::parse(reply.header("location")).unwrap();
    let cookie = browser.cookie.clone().unwrap();
    (url.query_pairs().into_owned().collect(), cookie)
}

fn get(pairs: &[(String, String)], name: &str) -> String {
    pairs.iter().find(|(key, _)| key == name).unwrap().1.clone()
}

/// Returns from the provider with a code.
async fn come_back(browser: &mut Browser, pairs: &[(String, String)]) -> Reply {
    let state = get(pairs, "state");
    browser.get(&format!("/console/openid/callback?code=c0de&state={state}")).await
}

async fn invite(service: &Service, email: &str, roles: &[Role]) {
    let tenant = TenantId::parse(TENANT).unwrap();
    let roles: BTreeSet<Role> = roles.iter().copied().collect();
    let email = EmailAddress::parse(email).unwrap();
    invitations::invite(&service.app, &tenant, &Actor::service(), &email, &roles).await.unwrap();
}

#[actix_web::test]
async fn an_invited_user_signs_in_with_the_provider_and_is_recognised_afterwards() {
    let provider = Provider::start();
    let service = with(&provider, &[]).await;
    invite(&service, "robin@mail.example", &[Role::Auditor]).await;
    let mut browser = Browser::new(&service);
    assert!(browser.get("/console/sign-in").await.text.contains("/console/openid/start"));
    let (pairs, _) = start(&mut browser).await;
    assert_eq!(
        (get(&pairs, "response_type"), get(&pairs, "code_challenge_method")),
        ("code".to_owned(), "S256".to_owned())
    );
    assert_eq!(get(&pairs, "redirect_uri"), format!("{}/console/openid/callback", service.base));
    provider.hands_out(&provider.claims(&get(&pairs, "nonce")));
    let back = come_back(&mut browser, &pairs).await;
    assert_eq!((back.status, back.header("location")), (303, "/console"), "{}", back.text);
    assert_eq!(browser.get("/console/users").await.status, 200, "with the invitation's roles");
    let asked = provider.asked.lock().unwrap().clone();
    assert!(
        asked.contains("grant_type=authorization_code") && asked.contains("code=c0de"),
        "{asked}"
    );
    assert!(asked.to_lowercase().contains("authorization: basic "), "{asked}");
    let verifier = asked.split("code_verifier=").nth(1).unwrap().split('&').next().unwrap();
    let digest = <sha2::Sha256 as sha2::Digest>::digest(verifier);
    assert_eq!(
        URL_SAFE_NO_PAD.encode(digest),
        get(&pairs, "code_challenge"),
        "PKCE holds together"
    );

    // Another address at the provider, the same person.
    let mut again = Browser::new(&service);
    let (pairs, _) = start(&mut again).await;
    let mut claims = provider.claims(&get(&pairs, "nonce"));
    claims["email"] = "robin.new@mail.example".into();
    provider.hands_out(&claims);
    assert_eq!(come_back(&mut again, &pairs).await.status, 303);
    assert_eq!(service.count("app_user").await, 1);
}

#[actix_web::test]
async fn a_token_with_any_invalid_claim_is_rejected() {
    let provider = Provider::start();
    let service = with(&provider, &["mail.example"]).await;
    let wrong: [(&str, Value); 8] = [
        ("nonce", "another".into()),
        ("aud", "another-client".into()),
        ("aud", json!([CLIENT, "another-client"])),
        ("iss", "https://evil.example".into()),
        ("exp", (NOW - 120).into()),
        ("iat", (NOW + 3_600).into()),
        ("email_verified", false.into()),
        ("email", "robin@elsewhere.example".into()),
    ];
    for (claim, value) in wrong {
        let mut browser = Browser::new(&service);
        let (pairs, _) = start(&mut browser).await;
        let mut claims = provider.claims(&get(&pairs, "nonce"));
        claims[claim] = value.clone();
        provider.hands_out(&claims);
        let back = come_back(&mut browser, &pairs).await;
        assert_eq!(back.status, 403, "{claim}: {value}");
    }
    let mut browser = Browser::new(&service);
    let (pairs, _) = start(&mut browser).await;
    let claims = provider.claims(&get(&pairs, "nonce"));
    provider.hands_out(&claims);
    let signed = provider.token.lock().unwrap().clone();
    let (head, signature) = signed.rsplit_once('.').unwrap();
    // A token signed with HMAC and the public key, as attackers do where the header chooses the algorithm.
    let by_hand = {
        let header = json!({ "typ": "JWT", "alg": "HS256", "kid": "k1" });
        let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let message = format!("{}.{}", part(&header), part(&claims));
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, b"the public key");
        let mac = ring::hmac::sign(&key, message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(mac))
    };
    let forged = format!("{head}.{}", signature.chars().rev().collect::<String>());
    for token in [by_hand, forged, "nonsense".to_owned()] {
        *provider.token.lock().unwrap() = token;
        assert_eq!(come_back(&mut browser, &pairs).await.status, 403);
    }
    assert_eq!(service.count("app_user").await, 0);
    provider.hands_out(&claims);
    assert_eq!(
        come_back(&mut browser, &pairs).await.status,
        303,
        "and the right one is, for that domain"
    );
}

#[actix_web::test]
async fn an_attempt_belongs_to_the_browser_that_started_it() {
    let provider = Provider::start();
    let service = with(&provider, &["mail.example"]).await;
    let mut browser = Browser::new(&service);
    let (pairs, _) = start(&mut browser).await;
    provider.hands_out(&provider.claims(&get(&pairs, "nonce")));
    let mut other = Browser::new(&service);
    assert_eq!(come_back(&mut other, &pairs).await.status, 409, "no cookie");
    start(&mut other).await;
    assert_eq!(come_back(&mut other, &pairs).await.status, 409, "another attempt's cookie");
    let state = get(&pairs, "state");
    let mixed =
        format!("/console/openid/callback?code=c0de&state={state}&iss=https://evil.example");
    assert_eq!(browser.get(&mixed).await.status, 409, "another issuer's answer");
    let denied =
        browser.get(&format!("/console/openid/callback?error=access_denied&state={state}")).await;
    assert_eq!(denied.status, 403);
}

#[actix_web::test]
async fn without_a_provider_the_pages_do_not_exist() {
    let service = Service::start().await;
    let mut browser = Browser::new(&service);
    assert_eq!(browser.send(Method::GET, "/console/openid/start", None, &[]).await.status, 404);
    assert!(!browser.get("/console/sign-in").await.text.contains("openid"));
}
