//! Reads server-sent events from bytes as they come. Knows lines and `data:` only; what is in an event is not its matter.

/// Longest event kept, in bytes; no chat server sends one of this size.
const LONGEST_EVENT: usize = 2 * 1024 * 1024;

/// An event longer than any server sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooLong;

/// A reader that is fed bytes and gives whole events.
#[derive(Default)]
pub(super) struct Events {
    line: Vec<u8>,
    data: Vec<u8>,
    some: bool,
}

impl Events {
    /// Takes the next bytes; gives the data of each event they complete.
    pub fn feed(&mut self, bytes: &[u8], mut event: impl FnMut(&[u8])) -> Result<(), TooLong> {
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let (line, behind) = rest.split_at(end);
            rest = behind.get(1..).unwrap_or_default();
            self.keep(line)?;
            let line = std::mem::take(&mut self.line);
            self.end_of_line(&line, &mut event);
        }
        self.keep(rest)
    }

    fn keep(&mut self, part: &[u8]) -> Result<(), TooLong> {
        if self.line.len() + self.data.len() + part.len() > LONGEST_EVENT {
            return Err(TooLong);
        }
        self.line.extend_from_slice(part);
        Ok(())
    }

    /// The last event, where a server ends without the empty line after it.
    pub fn finish(mut self, mut event: impl FnMut(&[u8])) {
        let line = std::mem::take(&mut self.line);
        self.end_of_line(&line, &mut event);
        self.end_of_line(b"", &mut event);
    }

    fn end_of_line(&mut self, line: &[u8], event: &mut impl FnMut(&[u8])) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            if std::mem::take(&mut self.some) {
                event(&std::mem::take(&mut self.data));
            }
            return;
        }
        if let Some(data) = line.strip_prefix(b"data:") {
            if std::mem::replace(&mut self.some, true) {
                self.data.push(b'\n');
            }
            self.data.extend_from_slice(data.strip_prefix(b" ").unwrap_or(data));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(parts: &[&[u8]]) -> Vec<String> {
        let (mut events, mut found) = (Events::default(), Vec::new());
        for part in parts {
            events.feed(part, |e| found.push(String::from_utf8_lossy(e).into_owned())).unwrap();
        }
        events.finish(|e| found.push(String::from_utf8_lossy(e).into_owned()));
        found
    }

    #[test]
    fn events_are_the_same_wherever_the_bytes_are_cut() {
        let stream = b": ping\n\ndata: {\"a\":1}\n\nevent: x\r\ndata:two\r\ndata: lines\r\n\r\ndata: [DONE]";
        let whole = read(&[stream]);
        assert_eq!(whole, ["{\"a\":1}", "two\nlines", "[DONE]"]);
        for cut in 0..stream.len() {
            assert_eq!(read(&[&stream[..cut], &stream[cut..]]), whole, "cut at {cut}");
        }
    }

    #[test]
    fn an_endless_line_is_given_up() {
        let mut events = Events::default();
        let piece = vec![b'x'; LONGEST_EVENT / 2 + 1];
        assert_eq!(events.feed(&piece, |_| ()), Ok(()));
        assert_eq!(events.feed(&piece, |_| ()), Err(TooLong));
    }
}
