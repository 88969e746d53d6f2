//! Which capitalised words may be first names, and the gender some of them tell.
//!
//! The lists are common given names of several countries. A name that is missing here is still understood where the
//! text says whose name it is; the lists only help where it does not.

use std::collections::HashMap;
use std::sync::OnceLock;

use sarf_shared::family::{Gender, kinship};

use super::text::{Kind, Text, Token};

const FEMALE: &str = "abigail ada agnes aisha alexandra alexis alice alicia allison alma amanda amber amelia amy ana andrea angela \
anita ann anna anne annie annette april arlene ashley audrey barbara beatrice becca becky bella bernice beth bethany bettina \
betty bev beverly bonnie brandi brenda bridget brooke caitlin camila candace carla carmen carol caroline carolyn carrie catherine \
cathy celia charlotte chelsea cheryl chloe christina christine cindy claire clara claudia colleen connie consuelo courtney crystal \
cynthia daisy dana danielle daphne dawn deb debbie deborah debra delia denise diana diane dolores donna dora doreen doris dorothy edith \
edna eileen elaine eleanor elena elise eliza elizabeth ella ellen elsa elsie emily emma erica erika erin esther ethel eva eve \
evelyn fatima faye fiona florence frances gail gemma geraldine gina glenda glenys gloria grace greta gwen hannah harriet hazel heather \
heidi helen helena henrietta holly hope ida imani ines ingrid irene iris irma isabel isabella isla ivy jackie jacqueline jan jane janet \
janice jasmine jean jeanette jenna jennifer jenny jess jessica jill jo joan joanna joanne josephine joy joyce juanita judith judy \
julia juliana julie june karen kate katherine kathleen kathy katie kayla kelly kendra kerry kim kimberly kristen kristin kristina kristy \
lara latoya laura lauren laurie leah lena leslie leticia lily linda lisa lois lola loretta lorraine louise lucia lucille lucy luisa \
lydia lynn mabel madeline madison maggie marcia margaret margarita maria marian marie marilyn marjorie marlene martha mary \
maureen maxine maya megan melanie melissa mercedes mia michelle mildred millie mindy miriam moira molly monica muriel myra myrtle \
nadia nancy naomi natalie natasha nell nia nicole nina nora norma olga olive olivia opal pam pamela patricia paula pauline pearl peggy \
penny petra phoebe phyllis priya rachel ramona rebecca regina renee rhoda rhonda rita roberta robin rosa rosalie rose rosemary ruby \
ruth sabrina sally samantha sandra sandy sara sarah shannon sharon sheila shelly sherry shirley sofia sonia sophia sophie stacy stella \
stephanie sue susan susie suzanne sylvia tamara tammy tanya tara teresa tess theresa tiffany tina toni tracy trudy ursula valerie vanessa vera \
veronica vicky victoria viola violet virginia vivian wanda wendy wilma willa winifred yolanda yvonne zoe mei ling noor leila yasmin \
aaliyah keisha shanice megan rhian sian carys bronwen eirlys elin angharad saskia anneke marijke femke griet wilhelmina ilse anke birgit \
abby adele adriana agatha aileen aine ainsley alana alba alessandra alexa alina aliyah allie alyssa amal amara amina \
amira amrita anastasia anaya aneta angelica angelina anika anisha anja anjali annabel annika antoinette anya aoife \
arabella araceli ariana arwen asha ashanti astrid athena aurora ava ayesha azra bea beata beatriz belinda berenice \
bernadette bessie bettie beulah bianca blanca blanche bree brianna bridie brigid britney brittany bronagh caitriona \
callie camille candice cara carina carlotta carly carol-ann cassandra cassie cecilia celeste celine charlene charmaine \
chiara chioma ciara clarissa clementine coleen concepcion constance consuela cora coral cordelia corinne cristina \
dagmar dahlia darlene deepa deidre deirdre delilah delores demi desiree dina divya dorota dottie dympna earline ebony \
edie effie eimear eira eleni eleonora eliana elisa elisabeth elke eloise elspeth elvira emer emilia emmeline ericka \
esme esmeralda esperanza estelle etta eugenia eunice evangeline evie fanny farah farida fay felicia felicity fern \
filomena fleur flo flora folake fran francesca freda freya frieda funmi gabby gabriela gabriella gaby gayle genevieve \
georgina gertrude gia gianna gigi gillian ginny giulia gladys glynis grainne gretchen guadalupe gudrun gwendolyn \
gwyneth haley halina hana hanne hattie hayley hedwig hester hettie hilary hilda ilona imelda imogen ingeborg iona ione \
irina isabelle ivana ivanka ivonne izzy jada jana janelle janie janine jasmin jaya jeannie jemima jen jeri jocelyn \
jodi jodie johanna jolene josefina josie juana juliet juliette justine kaitlyn kamala kara karina karla kasia katarina \
kathryn katia katja katrina kavita kaya keira kelsey kemi khadija kiera kirsten kirsty kitty kylie lacey lakshmi lana \
latisha laverne layla leanna leanne leigh lenore leona leonie leonor letitia lexi liana libby liesl liezel lila lilian \
liliana lilith lillian lilly lina lindsay lindsey lisbeth liv liz liza lizzie lizzy lolita lorena lori lorna lottie \
luciana ludmila lulu luna lupe lydie lyn mabli madeleine mae maeve magdalena mai maia maisie malgorzata mallory mamie \
mandy mara marcella marcy mariam mariana maribel marina marisol marissa marjory marla marnie marta martina maryam \
matilda mattie maud maude mavis meena meera meg meghan meredith mila milagros mina minerva minnie mira miranda \
mireille mitzi mollie mona monika morag myfanwy nadine naima nanette natalia natasa nayeli neha nellie nerys nessa \
nettie ngozi niamh nicola nicolette nikki nisha noelle noemi nona noreen nuala octavia odette ofelia oksana olena oona \
orla ottilie paige paloma paola patrice patsy patty paulette penelope perla philippa philomena pilar piper polly poppy \
portia primrose priscilla pru prudence queenie rachael rachelle radhika raisa raquel rashida reema refugio reyna rhea \
rhiannon ria roisin romy rosalia rosalind rosanna roseanne rosemarie rosie rowena roxanne ruthie sadie saffron saira \
salma samira sandhya saoirse scarlett selena selma seraphina serena shabana shanna shanti sharlene shawna shay shelby \
shelley sherri shireen shirin shivani shona sigrid silvia simone sinead siobhan socorro sofie solange soledad sonja \
sonya soraya stacey staci stephany suki sunita susana susanna susannah suzie sybil sylvie tabitha talia tallulah tamar \
tamika tammie tanisha tasha tatiana tatyana temperance tessa thea thelma theodora theresia thuy tilda tilly tonia \
tonya tori tracey trina trish trisha trixie trudi uma una usha valentina valeria vanda veda velma venus verity verna \
vicki vickie vida vijaya viktoria vinnie viviana vivien vivienne wanjiru whitney willow winnie winona xenia ximena \
xiomara yara yasmine yetunde ylva yoli yoshiko yuki yukiko yuko yvette zahra zainab zara zelda zena zhen zofia zora \
zuzana aditi aisling alanna amahle ananya anjana anu aparna archana arushi asma bhavna bhumi busisiwe chantal chaya \
chinwe deepika dimple esi ewa fatou fatuma gita goldie grazyna gurpreet hafsa halima hema hyacinth indira ishani \
iwona jagoda jaspreet jayne jolanta joanie jyoti kajal kalpana kamini karolina khadijah kiran komal kusum \
lakeisha latoyah leela lindiwe loreen malgosia mame manisha manju maryanne maura mei-ling merle mhairi min-ji \
miriama morwenna mumtaz nalini nandini naseem neeta nilufar nomsa oonagh padma parvati pooja poonam prema preeti \
priti pushpa rani rekha renu reshma ritu roopa rukhsana rupa sabina sadia sakshi samina sanaa sangeeta sarita \
savita seema shabnam shalini shanthi sheetal shilpa shobha shreya sita smita sneha soo-jin sudha sujata sumita \
sunetra surinder swati tamsin thandiwe thandi thuli trinh uma-devi urmila usha-devi vaishali vandana varsha \
veena wangari wambui xiu yan-ling yuna zanele zeinab zodwa zubaida ziva";

const MALE: &str = "aaron abel abraham adam adrian ahmed al alan albert alberto alec alejandro alex alexander alfonso alfred ali allan \
allen alvin amir andre andrew andy angelo anthony antonio archie arnold art arthur austin barry bart ben benjamin bernard bert \
bill billy bob bobby brad bradley brandon brendan brent brett brian bruce bryan bud byron caleb calvin cameron carl carlos cecil \
cedric chad charles charlie chester chris christian christopher chuck clarence clark clayton cliff clifford clive clyde cody colin \
connor corey craig curtis cyril dale damian dan daniel danny darren darryl dave david dean dennis derek desmond devin dewey dick \
diego dominic don donald doug douglas drew duane duncan dustin dwayne dwight dylan earl ed eddie edgar edmund eduardo edward edwin eli \
elias elijah elliot elmer emanuel emilio enrique eric ernest ernie ethan eugene evan felix fernando floyd francis francisco frank \
franklin fred frederick gabriel garrett gary gavin gene geoff geoffrey george gerald gerard gerrit gilbert glen glenn gordon graham grant greg \
gregory harold harry harvey hector henry herbert herman hugh hugo ian ignacio ira isaac ivan jack jacob jake jamal james jared \
jason javier jay jeff jeffrey jeremy jermaine jerome jerry jesse jesus jim jimmy joaquin joe joel john johnny jon jonah jonathan \
jorge jose joseph josh joshua juan julian julio justin karl keith ken kenneth kevin kurt kyle lance larry lawrence lee leo leon \
leonard leroy lester lewis liam lloyd logan lonnie louis lucas luis luke luther lyle malcolm manuel marc marcus mario mark marshall \
martin marvin mason matt matthew maurice max melvin michael miguel mike milton mitchell mohamed morris moses nathan neil nelson \
nicholas nick noah noel norman oliver omar oscar otis owen pablo patrick paul pedro percy pete peter phil philip philippe rafael ralph ramon \
randall randy raul ray raymond reggie reginald rene rex ricardo richard rick ricky rob robert roberto rod rodney roger rog roland ron \
ronald rory ross roy ruben rudy russell ryan salvador sam samir samuel saul scott sean sergio seth shane sid sidney simon spencer \
stan stanley stephen steve steven stuart ted terrence terry theo theodore thomas tim timothy tobias todd tom tomas tommy tony travis trevor \
troy tyler tyrone vernon vern victor vince vincent virgil wade wallace walter warren wayne wesley wilbur will willard william willie \
winston xavier zach zachary dewi emrys gareth gethin huw idris ieuan ifan iolo rhys aled owain pieter jan-willem kees henk joost maarten \
sander bram wim hendrik johan dirk klaas klaus jurgen wolfgang hans otto raj arjun vikram sanjay anil hiroshi kenji wei jun minh tuan \
aarav abdul abdullah abe absalom adem aden aditya adolfo agustin aidan aiden ajay akash akira alain alasdair alastair \
albie aldo alessandro alexandre alexei alf algernon alistair alonzo alton alvaro amos anders angus ansel anselm \
antoine anton apollo ari armando arnie arron arvind asher ashok augustine avi axel aziz babatunde barnaby barnet \
baxter beau bela benedict benito benji benny bernardo bernie bertie berto bhavesh blaine blake boris boyd brady \
brennan brody bruno bryce bryn burt buster caesar cain callum carlo carlton carmine carson casimir caspar cathal cesar \
chandler chas che chidi chuy cian ciaran cillian claude claudio clem clement cletus clint clinton clovis coleman \
conall conor conrad constantin cormac cornelius cory cosmo curt cyrus dafydd dai damien damon dane danilo dante darius \
darrell darrin darwin davey dayo declan deepak delbert denzel derrick deshawn dev dewitt dexter diarmuid dieter dillon \
dimitri dino dion dmitri dom domingo dominik donal donnie dorian doyle duarte dunstan eamon earnest easton ebenezer \
eddy edison efrain egon einar eino eldon elio elis ellis elmo eloy elton elvis elwood emeka emerson emil emile emlyn \
emmanuel emmett enoch enzo ephraim erasmo erik erwin esteban etienne eugenio evander everett ewan ezekiel ezra fabian \
farouk farrell faustino federico feliks fergal fergus fidel finbar finlay finley finn fintan fletcher flynn forrest \
franco francois franz fraser freddie freddy friedrich fritz garfield garret garth gaspar gaston gennaro gerardo \
gerhard gerry gianni gideon gil gilberto gino giovanni giuseppe godfrey gopal gordie grady gregor gruffydd guillermo \
gunnar gunther gus gustav gustavo hal hamish hank hari harlan harlow harri harrison hassan hayden haydn heinrich heinz \
helmut herb hernan hilario hilton hiram horace horacio horst hubert humberto hussein ibrahim ike imran ingo inigo irv \
irvin irving isaiah isidro ismael issac ivor jai jaime jakob jamie janek jarek jarrod jarvis jasper javi javon jaxon \
jayden jed jefferson jens jerald jeremiah jethro jhun jimmie joachim joao joey johannes johnnie jonny jordi jorg josef \
josiah josue jovan judah judd jude julius junaid kai kamal kareem karim kasper kayode kelvin kemal kendrick kenny \
kenton khalid kiefer kieran kieron killian kip kirk kofi konrad kostas kris krishna kristof kurtis kwame lachlan lamar \
lars laszlo laurence laurent lauri leander leif leland lemuel len lenny leopold leopoldo les levi lex linus lionel \
lorcan lorenzo lowell luca luciano lucien ludwig luigi lukas maddox mahmoud malachi malachy malik manny manolo manu \
marcel marcelo marco mariano marty mateo matheus mathew matias mattias mauricio maurizio maverick maximilian mel \
merlin mick mickey micky mihai mikael mikey miles milo milos mohammad mohammed montgomery monty mordecai moshe \
muhammad mustafa myles nasser nate nathaniel ned nestor nico nicolas niels nigel nikhil nikita niklas nikolai nikos \
nils noe nolan norbert norris obi octavio odell oisin olaf ole oleg ollie omari orson orville osama osvaldo ozzie \
packie paco paolo pascal pasquale patricio patryk paulo pavel pawel paxton pepe percival petr petros phillip pierre \
piers pietro piotr prakash pranav preston quentin quincy rafa raheem rajesh ralf rami ramil ramiro randal randolph \
raoul rashid ravi raymundo reece reese remy reuben rhodri richie ridley rigoberto roan robbie robby roderick rodolfo \
rodrigo rogelio rohan romeo ronan ronny roosevelt roscoe rudolf rudolph rufus rupert ryder sacha salim salvatore \
samson sanjeev sanjit santiago scot scotty seamus sebastian selwyn serge sergei seun seymour shaun shawn sheldon \
sherman shiv siddharth siegfried sigmund silas silvio simeon sion skyler solomon soren spiro stefan stefano steffen \
sten stewart stig sully sunil sven sylvester tad tadeusz tamas tariq tate teddy terence terrance terrell thad thaddeus \
thiago thor thorsten tiago tiernan tito tobin toby tod tomasz tommaso trent trevon trey tristan truman tunde tyrell \
tyrese tyson ulrich umberto uriel uwe valentin vasily vaughn venkat vic vicente viggo vijay viktor vinay vinny vito \
vittorio vlad vladimir waldo wale wally walt walton warner waylon wendell werner wes weston wilbert wilf wilfred \
wilhelm willem winfred winton woodrow woody wyatt xander xavi yannick yiannis yosef yousef yuri yusuf yves zachariah \
zack zane zeke zev ziggy zoltan adebayo ajit akeem alun aman amit amitabh anand andrzej aniket ansh anwar arif arnav ashwin asif atul babak \
balraj bartek bharat bilal cal chang chinedu cillin dilip dinesh dong-hyun emre ephrem farhan faisal feroz \
ganesh gaurav girish gurdeep hamid haresh harish hemant hitesh imtiaz iqbal ismail jagdish jaswinder jatin javed \
jayesh kabir kapil karan kartik kaz kenta kishore kunal kwabena lalit lech lloydie mahesh manish manoj mehmet \
min-jun mohan mukesh murat mustapha nadeem naveed navin nik nilesh nitin obinna olu omid osman parth pawan \
pradeep prabhu pramod prem rahul raja rajiv rakesh ramesh ranjit rashad rehan rishi rohit sachin saeed sajid \
sandip sanjeet sarvesh satish seung shafiq sharad shahid shyam sibusiso siddiq sipho sudhir sukhdev sukhi sumit \
suraj suresh tapiwa tarun thabo themba tolek umesh usman vijaykumar vikas vikash vimal vinod vishal vivek \
wojciech wojtek yash yusef zaheer zaid zbigniew zubair";

/// Capitalised words that are no names: days, months, holidays, peoples, and words that often open a sentence.
const NO_NAMES: &str = "i monday tuesday wednesday thursday friday saturday sunday january february march april may june july \
august september october november december christmas thanksgiving easter halloween hanukkah valentine god jesus lord covid english \
american british dutch german french spanish welsh irish scottish italian polish russian chinese indian mexican catholic jewish muslim \
christian baptist methodist lutheran protestant the a an and but or so then when while if because since that this these those there here \
he she they we you it his her their our my your its who what where why how which yes no yeah yep nope okay ok oh well um uh hmm huh \
maybe anyway actually honestly sorry not never always just still also even only once after before until till at in on of for from with \
by to as like look listen right sure fine normal sometimes usually probably though too very really every everyone everything somebody someone \
nobody nothing something one two three four five six seven eight nine ten both all some any most half now today yesterday tomorrow last \
first second third next back up out off over down about let do did does don't didn't doesn't is isn't was wasn't are aren't were have has had \
haven't hasn't can can't could couldn't will won't would wouldn't should got get go goes went come came say says said tell told think thought \
know knew mean means guess suppose see saw wait good bad great new old big little dr mr mrs ms miss sir st aunt uncle grandma grandpa \
mom mum dad mother father momma mama gram granny nana facebook instagram google target walmart zoom netflix medicare army navy \
marines vietnam iraq afghanistan america europe africa asia england scotland wales ireland france germany italy spain mexico canada \
china india japan korea russia poland holland florida texas california arizona ohio michigan minnesota wisconsin boston chicago \
london york jersey washington denver dallas houston atlanta seattle portland phoenix detroit cleveland columbus tucson duluth \
everybody apparently basically obviously eventually suddenly finally instead otherwise plus except unless whenever whatever which \
please thanks thank hi hello hey bye nice kind sort bit lots people folks kids guys men women born dead married divorced again \
hm mm mhm ah eh aw oof phew alas alzheimer alzheimer's parkinson parkinson's er icu tv pta ira ptsd adhd ocd tia dui aa cpa mba phd \
me him us them mine hers ours theirs yours myself himself herself else none neither either";

fn table() -> &'static HashMap<&'static str, Gender> {
    static TABLE: OnceLock<HashMap<&'static str, Gender>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let female = FEMALE.split_whitespace().map(|name| (name, Gender::Female));
        female.chain(MALE.split_whitespace().map(|name| (name, Gender::Male))).collect()
    })
}

fn no_names() -> &'static std::collections::HashSet<&'static str> {
    static WORDS: OnceLock<std::collections::HashSet<&'static str>> = OnceLock::new();
    WORDS.get_or_init(|| NO_NAMES.split_whitespace().collect())
}

/// The gender a first name tells, where the lists have it.
pub fn gender(name: &str) -> Option<Gender> {
    table().get(name.to_lowercase().as_str()).copied()
}

/// Whether the lists have the first name.
pub fn is_given(name: &str) -> bool {
    gender(name).is_some()
}

/// Whether the token may be a person's name: a capitalised word, not all capitals, not a word of another kind.
pub fn may_be_name(source: &str, token: &Token) -> bool {
    if token.kind != Kind::Word || !token.capital || token.quoted {
        return false;
    }
    let raw = source.get(token.span.clone()).unwrap_or_default();
    let letters = raw.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = raw.chars().filter(|c| c.is_uppercase()).count();
    letters >= 2
        && (capitals < letters || is_given(&token.lower) && letters > 3)
        && !no_names().contains(token.lower.as_str())
        && !token.lower.contains('\'')
        && kinship::kin(&token.lower).is_none()
        && kinship::kin_plural(&token.lower).is_none()
}

/// Whether the token may be the name of somebody who has just been introduced ("my son Will"): there the lists win over
/// the words that are usually none.
pub fn may_be_introduced(source: &str, token: &Token) -> bool {
    may_be_name(source, token) || token.kind == Kind::Word && token.capital && !token.quoted && is_given(&token.lower)
}

/// The words of a text that are written as names, in lower case; those that open a sentence only where they are listed.
pub fn written(text: &Text<'_>) -> Vec<String> {
    let opens = |at: usize| text.sentences.iter().any(|range| range.start == at);
    let names = text
        .tokens
        .iter()
        .enumerate()
        .filter(|(at, token)| may_be_name(text.source, token) && (!opens(*at) || is_given(&token.lower)));
    names.map(|(_, token)| token.lower.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_other_capitalised_words() {
        let text = Text::new("Kristy met Letebrhan on Monday in Florida and SHE told Mom about the EKG.");
        let names: Vec<_> =
            text.tokens.iter().filter(|t| may_be_name(text.source, t)).map(|t| t.lower.as_str()).collect();
        assert_eq!(names, ["kristy", "letebrhan"]);
        assert_eq!(gender("Keith"), Some(Gender::Male));
    }

    #[test]
    fn no_name_is_listed_with_two_genders() {
        let male: Vec<_> = MALE.split_whitespace().collect();
        for name in FEMALE.split_whitespace() {
            assert!(!male.contains(&name), "{name}");
        }
    }
}
