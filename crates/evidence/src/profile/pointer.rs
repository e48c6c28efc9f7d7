//! Where a value stands in a document.

/// A position in a document, displayed as a JSON Pointer (RFC 6901). It allocates only when it is displayed.
#[derive(Clone, Copy)]
pub struct Pointer<'a> {
    parent: Option<&'a Pointer<'a>>,
    token: Token<'a>,
}

#[derive(Clone, Copy)]
enum Token<'a> {
    Root,
    Field(&'a str),
    Index(usize),
}

impl<'a> Pointer<'a> {
    pub fn root() -> Self {
        Self { parent: None, token: Token::Root }
    }

    pub fn field(&'a self, name: &'a str) -> Self {
        Self { parent: Some(self), token: Token::Field(name) }
    }

    pub fn index(&'a self, index: usize) -> Self {
        Self { parent: Some(self), token: Token::Index(index) }
    }
}

impl std::fmt::Display for Pointer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.token {
            Token::Root => Ok(()),
            Token::Index(index) => write!(f, "/{index}"),
            Token::Field(name) => {
                // Callers choose the names of unknown fields, so long ones are cut.
                let name: String = name.chars().take(80).collect();
                write!(f, "/{}", name.replace('~', "~0").replace('/', "~1"))
            }
        }
    }
}
