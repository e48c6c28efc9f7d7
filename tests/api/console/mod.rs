//! The console, as a browser without scripts sees it.

mod appeals;
mod audit;
mod browser;
mod golden;
mod models;
mod openid;
mod pages;
mod sign_in;
mod work;

pub use browser::{Browser, PASSWORD};
