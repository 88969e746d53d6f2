//! What the screen of agreement asks for, fetched from the daemon; and its export.

use std::path::Path;

use sarf_shared::rpc::AgreementRequest;
use sarf_shared::scoring::agreement::{AgreementReport, Units, write_long_csv};

use crate::app::f1::Got;
use crate::app::files::write_new;
use crate::client::{Api, ClientError};

/// The report.
pub(in crate::app) async fn fetch(api: &Api, request: AgreementRequest) -> Got<Box<AgreementReport>> {
    match api.agreement(request).await {
        Ok(report) => Got::Value(Box::new(report)),
        Err(ClientError::Api(refusal)) => Got::Refused(refusal.to_string()),
        Err(error) => Got::Silence(error.to_string()),
    }
}

/// The events behind the figures, without them.
pub(in crate::app) async fn fetch_units(api: &Api, request: AgreementRequest) -> Got<Box<Units>> {
    match fetch(api, request).await {
        Got::Value(report) => Got::Value(Box::new(report.units)),
        Got::Refused(why) => Got::Refused(why),
        Got::Silence(why) => Got::Silence(why),
    }
}

/// Writes what is shown into a new file: all figures as JSON where its name ends so, else the values as the long table
/// that `sarf agreement --csv` prints.
pub(in crate::app) async fn export(api: &Api, request: AgreementRequest, file: &Path) -> Result<String, String> {
    let json = file.extension().is_some_and(|end| end == "json");
    let convention = request.settings.main_convention();
    let report = match fetch(api, AgreementRequest { units: !json, ..request }).await {
        Got::Value(report) => report,
        Got::Refused(why) | Got::Silence(why) => return Err(why),
    };
    let text = match json {
        true => serde_json::to_string_pretty(&report).map_err(|error| error.to_string())? + "\n",
        false => write_long_csv(&report.units, convention).map_err(|error| error.to_string())?,
    };
    let path = write_new(file, &text).await?;
    let what = if json { "all figures" } else { "the values of every coder (unit,coder,variable,value)" };
    Ok(format!("written to {}: {what}", path.display()))
}
