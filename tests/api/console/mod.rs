//! The console, as a browser without scripts sees it.

mod browser;
mod openid;
mod pages;
mod sign_in;
mod work;

pub use browser::{Browser, PASSWORD};
