//! The console: pages on which people work on reviews. Rendered here, without a build step and without anything
//! from elsewhere. A page calls the same service functions as the API does.

mod applicants;
mod assets;
mod audit;
mod case;
mod correction;
mod drift;
mod failure;
mod frame;
mod home;
mod lists;
mod models;
mod openid;
pub mod pages;
mod pictures;
mod reviews;
mod rings;
mod shell;
mod shown;
mod sign_in;
pub mod texts;
mod training;
mod upload;
mod users;
mod visitor;
mod webhook_form;
mod webhooks;

use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};

use failure::Failure;

/// Registers every page.
pub fn routes(service: &mut ServiceConfig) {
    let console = web::scope("/console")
        .wrap(from_fn(frame::around))
        .app_data(web::PayloadConfig::new(visitor::MOST_BYTES))
        .app_data(web::PathConfig::default().error_handler(|_, _| Failure::NotFound.into()))
        .configure(pages::register)
        .default_service(web::to(async || -> Result<String, Failure> { Err(Failure::NotFound) }));
    service.service(console);
}
