//! The pages of a file, in order.

use std::collections::BTreeSet;

use super::file::File;
use super::object::{Dictionary, Object};

pub(super) struct Page<'a> {
    pub(super) contents: &'a Object,
    pub(super) resources: Option<&'a Dictionary>,
}

/// The first pages, and whether there are more. If the page tree is unusable, all page objects.
pub(super) fn pages<'a>(file: &'a File<'_>, max: usize) -> (Vec<Page<'a>>, bool) {
    let mut walk = Walk { file, max, pages: Vec::new(), visited: BTreeSet::new(), more: false };
    let root = file.get(&file.trailer, "Root").dictionary();
    let root = root.or_else(|| file.of_type("Catalog").last());
    if let Some(root) = root {
        walk.node(root.get("Pages"), None, 0);
    }
    if walk.pages.is_empty() {
        let stray = file.of_type("Page").take(max);
        walk.pages = stray.map(|page| walk.page(page, None)).collect();
    }
    (walk.pages, walk.more)
}

struct Walk<'a, 'b> {
    file: &'a File<'b>,
    max: usize,
    pages: Vec<Page<'a>>,
    visited: BTreeSet<u32>,
    more: bool,
}

impl<'a> Walk<'a, '_> {
    fn node(&mut self, node: &'a Object, inherited: Option<&'a Dictionary>, depth: usize) {
        const MAX_DEPTH: usize = 32;
        // A node that was visited before makes the tree circular.
        if let Object::Reference(number) = node
            && !self.visited.insert(*number)
        {
            return;
        }
        let Some(dictionary) = self.file.resolve(node).dictionary() else { return };
        if self.more || depth > MAX_DEPTH {
            return;
        }
        let kids = self.file.get(dictionary, "Kids").list();
        if kids.is_empty() {
            if self.pages.len() == self.max {
                self.more = true;
            } else if dictionary.get("Contents") != &Object::Null
                || dictionary.get("Type").is_name("Page")
            {
                self.pages.push(self.page(dictionary, inherited));
            }
            return;
        }
        let resources = self.file.get(dictionary, "Resources").dictionary().or(inherited);
        for kid in kids {
            self.node(kid, resources, depth + 1);
        }
    }

    fn page(&self, page: &'a Dictionary, inherited: Option<&'a Dictionary>) -> Page<'a> {
        let resources = self.file.get(page, "Resources").dictionary().or(inherited);
        Page { contents: self.file.get(page, "Contents"), resources }
    }
}
