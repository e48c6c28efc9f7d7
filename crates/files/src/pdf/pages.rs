//! The pages of a file, in their order.

use std::collections::BTreeSet;

use super::file::File;
use super::object::{Dictionary, Object};

/// One page.
pub(super) struct Page<'a> {
    pub(super) contents: &'a Object,
    pub(super) resources: Option<&'a Dictionary>,
}

/// The first pages, and whether there are more. If the tree of pages leads nowhere, whatever says that it is a
/// page is one.
pub(super) fn pages<'a>(file: &'a File<'_>, most: usize) -> (Vec<Page<'a>>, bool) {
    let mut walk = Walk { file, most, found: Vec::new(), seen: BTreeSet::new(), more: false };
    let root = file.get(&file.trailer, "Root").dictionary();
    let root = root.or_else(|| file.of_type("Catalog").last());
    if let Some(root) = root {
        walk.node(root.get("Pages"), None, 0);
    }
    if walk.found.is_empty() {
        let stray = file.of_type("Page").take(most);
        walk.found = stray.map(|page| walk.page(page, None)).collect();
    }
    (walk.found, walk.more)
}

struct Walk<'a, 'b> {
    file: &'a File<'b>,
    most: usize,
    found: Vec<Page<'a>>,
    seen: BTreeSet<u32>,
    more: bool,
}

impl<'a> Walk<'a, '_> {
    fn node(&mut self, node: &'a Object, inherited: Option<&'a Dictionary>, depth: usize) {
        const MOST_DEPTH: usize = 32;
        // A node that is met again leads round in a circle.
        if let Object::Reference(number) = node
            && !self.seen.insert(*number)
        {
            return;
        }
        let Some(dictionary) = self.file.resolve(node).dictionary() else { return };
        if self.more || depth > MOST_DEPTH {
            return;
        }
        let kids = self.file.get(dictionary, "Kids").list();
        if kids.is_empty() {
            if self.found.len() == self.most {
                self.more = true;
            } else if dictionary.get("Contents") != &Object::Null
                || dictionary.get("Type").is_name("Page")
            {
                self.found.push(self.page(dictionary, inherited));
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
