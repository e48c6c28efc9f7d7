//! A minimal browser: it keeps cookies and sends forms, and doesn't follow redirects.

use std::collections::BTreeSet;

use bonafide::domain::tenant::TenantId;
use bonafide::domain::user::{EmailAddress, Role};
use bonafide::service::access::users::invitations;
use ids::actor::Actor;
use reqwest::Method;
use reqwest::redirect::Policy;

use crate::harness::{Reply, Service, TENANT};

/// The password of every test user.
pub const PASSWORD: &str = "three brown otters";

pub struct Browser {
    base: String,
    client: reqwest::Client,
    /// The session cookie.
    pub cookie: Option<String>,
}

impl Browser {
    /// A browser without a session.
    pub fn new(service: &Service) -> Self {
        let client =
            reqwest::Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
        Self { base: service.base.clone(), client, cookie: None }
    }

    /// A browser in which a new user of the test tenant is signed in. The name determines the e-mail address.
    pub async fn with_roles(service: &Service, name: &str, roles: &[Role]) -> Self {
        Self::at(service, TENANT, name, roles).await
    }

    /// A browser in which a new user of a tenant is signed in.
    pub async fn at(service: &Service, tenant: &str, name: &str, roles: &[Role]) -> Self {
        let tenant = TenantId::parse(tenant).unwrap();
        let email = EmailAddress::parse(&format!("{name}@mail.example")).unwrap();
        let roles: BTreeSet<Role> = roles.iter().copied().collect();
        let by = Actor::service();
        let token = invitations::invite(&service.app, &tenant, &by, &email, &roles).await.unwrap();
        let mut browser = Self::new(service);
        let link = format!("/console/join/{tenant}/{}", token.expose());
        let joined = browser.join(&link, name).await;
        assert_eq!(joined.status, 303, "{}", joined.text);
        browser
    }

    /// Opens a one-time link and submits its form.
    pub async fn join(&mut self, link: &str, name: &str) -> Reply {
        let email = format!("{name}@mail.example");
        self.form(
            link,
            &[("email", &email), ("name", name), ("password", PASSWORD), ("again", PASSWORD)],
        )
        .await
    }

    /// Signs in at the test tenant.
    pub async fn sign_in(&mut self, name: &str, password: &str) -> Reply {
        let email = format!("{name}@mail.example");
        self.form(
            "/console/sign-in",
            &[("tenant", TENANT), ("email", &email), ("password", password)],
        )
        .await
    }

    pub async fn get(&mut self, path: &str) -> Reply {
        self.send(Method::GET, path, None, &[]).await
    }

    /// Sends a form without adding a token.
    pub async fn form(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.send(Method::POST, path, Some(fields), &[]).await
    }

    /// Sends a form with the visitor's form token.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let csrf = self.csrf().await;
        let all: Vec<(&str, &str)> =
            fields.iter().copied().chain([("csrf", csrf.as_str())]).collect();
        self.form(path, &all).await
    }

    /// The visitor's form token.
    pub async fn csrf(&mut self) -> String {
        let page = self.get("/console/settings").await;
        let rest = page.text.split("name=\"csrf\" value=\"").nth(1).unwrap_or_default();
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        fields: Option<&[(&str, &str)]>,
        headers: &[(&str, &str)],
    ) -> Reply {
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        if let Some(fields) = fields {
            let body =
                url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
            request =
                request.header("content-type", "application/x-www-form-urlencoded").body(body);
        }
        let reply = Reply::read(request).await;
        let set = reply.header("set-cookie");
        if let Some(pair) = set.split(';').next().filter(|pair| !pair.is_empty()) {
            self.cookie = (!pair.ends_with('=')).then(|| pair.to_owned());
        }
        reply
    }
}
