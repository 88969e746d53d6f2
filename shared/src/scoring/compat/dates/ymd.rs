//! Which of up to three numbers is the year, which the month, which the day.

use chrono::NaiveDate;

/// Numbers read so far, with the places of those whose role was clear when they were read.
#[derive(Debug, Default)]
pub struct Ymd {
    values: Vec<i64>,
    year_at: Option<usize>,
    month_at: Option<usize>,
    /// A year was written with its century.
    pub century: bool,
}

/// The text cannot be a date.
#[derive(Debug, PartialEq)]
pub struct NoDate;

/// Year, month, day, each if it was given.
pub type Parts = (Option<i64>, Option<i64>, Option<i64>);

impl Ymd {
    /// How many numbers were read.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// A number written with `digits` digits (`None`: not all digits, so it cannot be whole).
    pub fn push_text(&mut self, value: Option<i64>, digits: usize) -> Result<(), NoDate> {
        self.push(value.ok_or(NoDate)?, digits > 2)
    }

    /// A number known by its value only.
    pub fn push_value(&mut self, value: i64, over_hundred: bool) -> Result<(), NoDate> {
        self.push(value, over_hundred)
    }

    /// A number known to be the year.
    pub fn push_year(&mut self, value: i64, century: bool) -> Result<(), NoDate> {
        self.century |= century;
        self.set_year()?;
        self.values.push(value);
        Ok(())
    }

    /// A month named in words.
    pub fn push_month(&mut self, month: i64) -> Result<(), NoDate> {
        if self.month_at.is_some() {
            return Err(NoDate);
        }
        self.month_at = Some(self.values.len());
        self.values.push(month);
        Ok(())
    }

    fn push(&mut self, value: i64, year: bool) -> Result<(), NoDate> {
        if year {
            return self.push_year(value, true);
        }
        self.values.push(value);
        Ok(())
    }

    fn set_year(&mut self) -> Result<(), NoDate> {
        if self.year_at.is_some() {
            return Err(NoDate);
        }
        self.year_at = Some(self.values.len());
        Ok(())
    }

    /// Whether a whole number could be the day of the month, as far as month and year are known.
    pub fn could_be_day(&self, value: i64) -> bool {
        let known = |at: Option<usize>| at.and_then(|at| self.values.get(at)).copied();
        let longest = match (known(self.month_at), known(self.year_at)) {
            (None, _) => 31,
            (Some(month), year) => days_in_month(year.unwrap_or(2000), month).unwrap_or(0),
        };
        (1..=longest).contains(&value)
    }

    /// Gives every number its role: clear ones first, then by size, month before day where both would do.
    pub fn resolve(&self) -> Result<Parts, NoDate> {
        let clear = usize::from(self.year_at.is_some()) + usize::from(self.month_at.is_some());
        let count = self.values.len();
        if count > 0 && (count == clear || (count == 3 && clear == 2)) {
            let at = |place: Option<usize>| place.and_then(|place| self.values.get(place)).copied();
            let day_at = (0..count).find(|place| Some(*place) != self.year_at && Some(*place) != self.month_at);
            return Ok((at(self.year_at), at(self.month_at), at(day_at)));
        }
        match (self.values.as_slice(), self.month_at) {
            ([], _) => Ok((None, None, None)),
            ([only], None) => Ok(year_or_day(*only, None)),
            ([month], Some(_)) => Ok((None, Some(*month), None)),
            ([month, other], Some(0)) | ([other, month], Some(_)) => Ok(year_or_day(*other, Some(*month))),
            ([first, second], None) => Ok(if *first > 31 {
                (Some(*first), Some(*second), None)
            } else if *second > 31 {
                (Some(*second), Some(*first), None)
            } else {
                (None, Some(*first), Some(*second))
            }),
            (&[a, b, c], month_at) => {
                let (year, month, day) = match month_at {
                    Some(0) if b > 31 => (b, a, c),
                    Some(0) => (c, a, b),
                    Some(1) if a > 31 => (a, b, c),
                    Some(1) => (c, b, a),
                    Some(_) if b > 31 => (b, c, a),
                    Some(_) => (a, c, b),
                    None if a > 31 || self.year_at == Some(0) => (a, b, c),
                    None if a > 12 => (c, b, a),
                    None => (c, a, b),
                };
                Ok((Some(year), Some(month), Some(day)))
            }
            _ => Err(NoDate),
        }
    }
}

fn year_or_day(value: i64, month: Option<i64>) -> Parts {
    if value > 31 { (Some(value), month, None) } else { (None, month, Some(value)) }
}

/// Days in a month of the Gregorian calendar; years beyond the calendar repeat every 400. `None`: no such month.
pub fn days_in_month(year: i64, month: i64) -> Option<i64> {
    let year = if (1..=9999).contains(&year) { year } else { 2000 + year.rem_euclid(400) };
    let first =
        |year: i64, month: i64| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, u32::try_from(month).ok()?, 1);
    let start = first(year, month)?;
    let next = if month == 12 { first(year + 1, 1) } else { first(year, month + 1) }?;
    Some((next - start).num_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(values: &[i64]) -> Parts {
        let mut ymd = Ymd::default();
        for value in values {
            ymd.push_value(*value, *value > 100).unwrap();
        }
        ymd.resolve().unwrap()
    }

    #[test]
    fn month_comes_before_day_unless_it_cannot() {
        assert_eq!(resolved(&[6, 5, 1990]), (Some(1990), Some(6), Some(5)));
        assert_eq!(resolved(&[13, 5, 1990]), (Some(1990), Some(5), Some(13)));
        assert_eq!(resolved(&[90, 6, 5]), (Some(90), Some(6), Some(5)));
        assert_eq!(resolved(&[6, 5]), (None, Some(6), Some(5)));
        assert_eq!(resolved(&[12]), (None, None, Some(12)));
    }

    #[test]
    fn two_years_or_two_months_are_no_date() {
        let mut ymd = Ymd::default();
        ymd.push_value(1985, true).unwrap();
        assert_eq!(ymd.push_value(1986, true), Err(NoDate));
        ymd.push_month(5).unwrap();
        assert_eq!(ymd.push_month(6), Err(NoDate));
    }

    #[test]
    fn february_knows_its_leap_years() {
        assert_eq!(
            (days_in_month(2000, 2), days_in_month(1900, 2), days_in_month(2001, 12)),
            (Some(29), Some(28), Some(31))
        );
        assert_eq!(days_in_month(1990, 13), None);
    }
}
