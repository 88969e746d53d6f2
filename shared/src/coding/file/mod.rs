//! Files of codings: text in, a common form with places for errors out.
