//! The console, as a browser without JavaScript sees it.

mod appeals;
mod audit;
mod browser;
mod golden;
mod lists;
mod models;
mod openid;
mod pages;
mod relations;
mod sign_in;
mod webhooks;
mod work;

pub use browser::{Browser, PASSWORD};
