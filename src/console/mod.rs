//! The console: the pages for reviewers, leads and administrators. Rendered on the server, without a build step or
//! third-party assets. Pages call the same service functions as the API.

mod answer;
mod applicants;
mod assets;
mod audit;
mod band;
mod case;
mod choice;
mod correction;
mod display;
mod drift;
mod failure;
mod frame;
mod home;
mod lists;
mod models;
mod names;
mod observation_form;
mod observing;
mod openid;
pub mod pages;
mod pictures;
mod relations;
mod reviews;
mod rings;
mod shell;
mod sign_in;
pub mod texts;
mod training;
mod upload;
mod users;
mod visibility;
mod visitor;
mod webhook_form;
mod webhooks;

use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};

use failure::Failure;

/// Registers every page.
pub fn routes(service: &mut ServiceConfig) {
    let console = web::scope("/console")
        .wrap(from_fn(frame::wrap))
        .app_data(web::PayloadConfig::new(visitor::MAX_FORM_BYTES))
        .app_data(web::PathConfig::default().error_handler(|_, _| Failure::NotFound.into()))
        .configure(pages::register)
        .default_service(web::to(async || -> Result<String, Failure> { Err(Failure::NotFound) }));
    service.service(console);
}
