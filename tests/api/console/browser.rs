//! A browser of a few lines: cookies, forms, no redirects followed.

use std::collections::BTreeSet;

use bonafide::domain::tenant::TenantId;
use bonafide::domain::user::{EmailAddress, Role};
use bonafide::service::users::invitations;
use ids::actor::Actor;
use reqwest::Method;
use reqwest::redirect::Policy;

use crate::harness::{Reply, Service, TENANT};

/// The password of every test's user.
pub const PASSWORD: &str = "three brown otters";

/// Somebody in front of the console.
pub struct Browser {
    base: String,
    client: reqwest::Client,
    /// The session's cookie, as it is sent back.
    pub cookie: Option<String>,
}

impl Browser {
    /// A stranger.
    pub fn new(service: &Service) -> Self {
        let client =
            reqwest::Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
        Self { base: service.base.clone(), client, cookie: None }
    }

    /// Somebody of the test's tenant with these roles, signed in. The address is made of the name.
    pub async fn of(service: &Service, name: &str, roles: &[Role]) -> Self {
        Self::at(service, TENANT, name, roles).await
    }

    /// Somebody of a tenant with these roles, signed in.
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

    /// Follows a one-time link and fills its form in.
    pub async fn join(&mut self, link: &str, name: &str) -> Reply {
        let email = format!("{name}@mail.example");
        self.form(
            link,
            &[("email", &email), ("name", name), ("password", PASSWORD), ("again", PASSWORD)],
        )
        .await
    }

    /// Signs in at the test's tenant.
    pub async fn sign_in(&mut self, name: &str, password: &str) -> Reply {
        let email = format!("{name}@mail.example");
        self.form(
            "/console/sign-in",
            &[("tenant", TENANT), ("email", &email), ("password", password)],
        )
        .await
    }

    /// Looks at a page.
    pub async fn get(&mut self, path: &str) -> Reply {
        self.send(Method::GET, path, None, &[]).await
    }

    /// Sends a form as it stands.
    pub async fn form(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.send(Method::POST, path, Some(fields), &[]).await
    }

    /// Sends a form with the token that the visitor's pages carry.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let csrf = self.csrf().await;
        let all: Vec<(&str, &str)> =
            fields.iter().copied().chain([("csrf", csrf.as_str())]).collect();
        self.form(path, &all).await
    }

    /// The token that the visitor's forms carry.
    pub async fn csrf(&mut self) -> String {
        let page = self.get("/console/settings").await;
        let rest = page.text.split("name=\"csrf\" value=\"").nth(1).unwrap_or_default();
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    /// Sends a request with header lines.
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
        let reply = Reply::of(request).await;
        let set = reply.header("set-cookie");
        if let Some(pair) = set.split(';').next().filter(|pair| !pair.is_empty()) {
            self.cookie = (!pair.ends_with('=')).then(|| pair.to_owned());
        }
        reply
    }
}
