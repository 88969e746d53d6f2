//! Lines asked for on the screen of figures: with what to compare, into which file to write.

/// A line asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureAsk {
    /// With what the figures are compared.
    Baseline,
    /// Into which file they are written.
    File,
}

impl FigureAsk {
    /// What is asked.
    pub fn words(self) -> &'static str {
        match self {
            FigureAsk::Baseline => {
                "Compare what is shown with which runs? Numbers like r7,r9, a model, MODEL@PROMPT, or standing:"
            }
            FigureAsk::File => "Write the figures into which new file? JSON if its name ends with .json, else CSV:",
        }
    }

    /// The heading.
    pub fn heading(self) -> &'static str {
        match self {
            FigureAsk::Baseline => "compare runs",
            FigureAsk::File => "export the figures",
        }
    }
}
