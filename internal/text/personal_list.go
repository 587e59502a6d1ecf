package text

import "strings"

// particles stand inside names and never alone.
var particles = wordSet("de du des la le les van von der den di da al el ben bin of the et and d l & à a")

// notNames are words that often have a capital letter and are no name: pronouns,
// beginnings of sentences, days, months, languages, peoples, countries, and what
// offices speak of.
var notNames = wordSet(`i i'm i've i'd i'll im we you he she it they me us them my our your his her its their this that these those there here who what when where why how which
	and but or so if then than because while although though since until before after also just even only still yet well now today yesterday tomorrow maybe perhaps yes no not never always
	ok okay oh ah uh um hm hmm hey hi hello thanks thank please sorry right sure exactly great good bad best all some any every each one two three four five first second third next last once
	a an the at on in by for from with without to into of off over under about as be is are was were been have has had do does did can could will would shall should may might must let
	yeah yep nope uhhuh mm mhm like kind there everything nothing anything something let's doesn don didn isn wasn won couldn wouldn shouldn aren weren haven hasn cannot ain again definitely
	actually basically honestly probably usually normally sometimes often finally anyway however therefore meanwhile otherwise instead another other most more many much few less
	je tu il elle on nous vous ils elles moi toi lui eux me te se mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs ce cet cette ces cela ca ceci ici la les des un une du au aux
	et mais ou donc or ni car si que qui quoi dont quand comment pourquoi combien alors apres avant pendant depuis puis ensuite enfin bon bien oui non merci voila bref bonjour bonsoir salut
	pour par avec sans sous sur dans en chez vers entre contre selon malgre comme parce puisque lorsque tout toute tous toutes quelque chaque autre autres meme aussi encore deja jamais toujours
	est sont etait etaient ai as a avons avez ont avais avait avaient suis es sommes etes sera serait peut peuvent faut fait c'est j'ai j'avais d'accord disons personnellement franchement
	monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december christmas easter
	lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre noel paques
	english french german spanish italian dutch european american british canadian swiss belgian chinese japanese indian african arabic portuguese
	anglais anglaise francais francaise allemand allemande espagnol espagnole italien italienne europeen europeenne americain americaine suisse belge chinois japonais
	france germany spain italy england britain scotland wales ireland belgium switzerland canada america europe africa asia china japan india brazil mexico australia usa us uk eu u.s u.k
	allemagne espagne italie angleterre royaume-uni irlande belgique etats-unis amerique afrique asie chine japon inde bresil mexique australie ue quebec
	ceo cto cfo hr it pdf sms vat tva rh pme btp gps tv pc app api ml ai id faq url crm erp saas nps csat ces wifi wi-fi internet email e-mail god jesus covid covid-19
	mr mrs ms miss mx dr prof professor doctor sir madam monsieur madame mademoiselle mme mlle mm m me maitre docteur professeur pr
	interviewer interviewee participant respondent enqueteur enquete intervieweur company region school university person speaker entreprise societe personne
	excel word powerpoint windows linux android iphone google microsoft whatsapp facebook youtube zoom teams outlook slack linkedin instagram twitter python java chatgpt
	street road avenue rue place boulevard united kingdom states royaume uni unis etats republic union customer service services support sales marketing department team help desk
	client clients commercial direction comptabilite premium gold north south east west nord sud ouest
	matin soir pays ville compagnie country city journal none big tech cloud devops engineer scientist learning feedback marketplace matching dataset datasets preprocessing notebook notebooks expectations
	azure aws azuredevops automl mlflow kubernetes docker tensorflow pytorch keras hadoop kafka airflow jupyter jira javascript typescript json csv xml sql mysql postgresql mongodb
	parquet pandas numpy scikit-learn matlab gpu gpus cpu cpus phd msc mba bert gpt kpi kpis`)

// lands are countries and those who live there, in both languages: a country
// gives nobody away, and none is a given or family name that is common. Jordan,
// Georgia, Chad, Israel and Cuba are left out for that.
var lands = wordSet(`afghanistan albania albanie albanian albanais albanaise algeria algerie algerian algerien algerienne andorra andorre angola argentina argentine argentinian argentin armenia armenie armenian armenien
	australian australien australienne austria autriche austrian autrichien autrichienne azerbaijan azerbaidjan bahrain bangladesh belarus bielorussie benin bolivia bolivie bosnia bosnie botswana
	brazilian bresilien bresilienne bulgaria bulgarie bulgarian bulgare burkina burundi cambodia cambodge cameroon cameroun cameroonian camerounais camerounaise canadien canadienne chile chili chilean chilien chilienne
	colombia colombie colombian colombien colombienne congo congolese congolais congolaise croatia croatie croatian croate cyprus chypre czech tcheque czechia tchequie denmark danemark danish danois danoise djibouti
	ecuador equateur egypt egypte egyptian egyptien egyptienne estonia estonie estonian ethiopia ethiopie ethiopian finland finlande finnish finlandais finlandaise gabon gabonais ghana greece grece greek grec grecque
	guatemala guinea guinee haiti haitian haitien haitienne honduras hungary hongrie hungarian hongrois hongroise iceland islande icelandic indien indienne indonesia indonesie indonesian iran iranian iranien iraq irak iraqi
	irish irlandais irlandaise israeli israelien jamaica jamaique jamaican japonaise kazakhstan kenya kenyan kuwait koweit laos latvia lettonie lebanon liban lebanese libanais libanaise libya libye lithuania lituanie
	luxembourgeois luxembourgish madagascar malgache malaysia malaisie malaysian mali malian malien malienne malta malte mauritania mauritanie mauritius mexican mexicain mexicaine moldova moldavie mongolia mongolie
	montenegro morocco maroc moroccan marocain marocaine mozambique myanmar namibia namibie nepal netherlands nicaragua nigeria nigerian nigerien norway norvege norwegian norvegien norvegienne pakistan pakistani panama
	paraguay peru perou peruvian peruvien philippines filipino philippin poland pologne polish polonais polonaise portuguese portugais portugaise qatar romania roumanie romanian roumain roumaine russia russie russian russe
	rwanda rwandan rwandais saudi saoudien saoudienne senegal senegalese senegalais senegalaise serbia serbie serbian serbe slovakia slovaquie slovak slovaque slovenia slovenie slovenian slovene somalia somalie korea coree
	korean coreen coreenne soudan sudan sweden suede swedish suedois suedoise syria syrie syrian syrien syrienne taiwan tanzania tanzanie thailand thailande thai togo togolese togolais tunisia tunisie tunisian tunisien
	tunisienne turkey turquie turkish turc turque uganda ouganda ukraine ukrainian ukrainien ukrainienne uruguay venezuela venezuelan vietnam vietnamese vietnamien vietnamienne yemen zambia zambie zimbabwe
	scottish ecossais ecossaise ecosse welsh gallois galles briton britannique britanniques hollandais hollandaise neerlandais neerlandaise chinoise chinois hollande asian asiatique africain africaine europeens europeennes
	francaises americains anglaises allemands allemandes espagnols italiens belges suisses hispanic caribbean caraibes antilles scandinavia scandinavie maghreb bavaria baviere brittany bretagne normandy normandie`)

// alsoWords are given names that begin sentences as common words too.
var alsoWords = wordSet(`will mark grace rose hope faith art pat bill rob jack frank grant drew chase pierre olive claire jean marine mercedes dean earl
	gene guy joy lance max nick ray rich skip sue violet victor jade ambre nice tours cork phoenix vienne constance lucky chance cher chuck dick miles page penny sandy summer wade`)

// givenNames are common ones of English- and French-speaking countries.
var givenNames = wordSet(`aaron abdel abigail adam adele adrian adrien agathe agnes ahmed aicha aisha alain alan albert alex alexander alexandra alexandre alexis ali alice alicia alison aline amanda amber
	amelia amelie amina amir amy ana anais andre andrea andrew angela angelique anita ann anna anne annie anouk anthony antoine antonio arnaud arthur ashley audrey aurelie aurore aurelien axel ayesha
	barbara bastien beatrice ben benjamin benoit bernadette bernard beth betty bill bob bobby brandon brian brigitte bruno bryan camille carl carla carlos carol carole caroline catherine cathy cecile
	cedric celia celine chantal charles charlie charlotte chloe chris christelle christian christiane christina christine christophe christopher cindy claire clara claude claudia clement colette colin corinne
	craig cynthia damien dan daniel daniele danielle danny dave david deborah debra delphine denis denise dennis diana diane didier dominique donald donna dorothy dylan edith edouard edward elena eleonore
	elisabeth elise eliza elizabeth ellen elodie eloise elsa emilie emily emma emmanuel emmanuelle enzo eric erica erik erin estelle ethan etienne eugene eva eve evelyn evelyne fabien fabienne fabrice farid fatima
	fatou felix ferdinand florence florent florian francis francois francoise frank franck fred frederic frederick gabriel gabrielle gael gary gaspard genevieve geoffrey george georges gerald gerard ghislaine
	gilbert gilles gisele gloria grace greg gregoire gregory guillaume gustave guy gwen hannah harold harry hassan heather helen helena helene henri henry herve hugo hugues ian ibrahim ines irene isaac isabella
	isabelle jack jacob jacqueline jacques james jamie jane janet janice jason jasmine jean jeanne jeff jeffrey jennifer jenny jeremy jerome jerry jesse jessica jill jim jimmy joan joanna joe joel joelle john
	johnny jonas jonathan jordan jorge jose joseph josephine josette joshua joyce juan judith judy julia julian julie julien juliette justin justine karen karim karine kate katherine kathleen kathryn kathy katie keith
	kelly ken kenneth kevin khadija kim kimberly kyle laetitia lara larry laura laure laurence laurent lea leila leo leon leonard lila lily linda lisa lise loic lola lori lorraine louis louise luc luca lucas
	lucie lucien lucy ludovic luis lydia lynn madeleine mael magali manon manuel marc marcel marco margaret margaux margot maria mariam marianne marie marielle marina marine mario marion marjorie mark marta martha
	martin martine marvin mary maryse mateo mathieu mathilde matt matteo matthew matthieu maud maureen maurice max maxime megan mehdi melanie melissa michael michel michele michelle miguel mike mireille mohamed mohammed
	mona monica monique moussa muriel mustapha myriam nadia nadine nancy naomi natalia natalie natasha nathalie nathan nicholas nick nicolas nicole nina noah noe noel noemi noemie nora odette odile oliver olivia olivier
	omar oscar pamela pascal pascale patrice patricia patrick paul paula pauline pedro peggy penelope peter philip philippe phyllis pierre priya quentin rachel rachid ralph raphael raul raymond rebecca regine remi remy renaud
	rene renee richard rita robert roberto robin rodney roger roland romain ronald rosa rosalie rose roxane roy ruben russell ruth ryan sabine sabrina said sally salma sam samantha samia samir samuel sandra sandrine sara
	sarah scott sean sebastian sebastien serge severine shannon sharon shirley simon simone sofia solange solene sonia sophia sophie stella stephane stephanie stephen steve steven stuart susan suzanne sven sylvain sylvie tanya
	tara ted teresa terry thea theo theodore theresa therese thibault thierry thomas tiffany tim timothy tina todd tom tommy tony tracy tristan valentin valentine valerie vanessa vera vernon veronica veronique vicky victor
	victoria vincent violette virginia virginie vivian viviane walter wendy will william xavier yann yannick yasmine yolande youssef yves yvette yvonne zachary zahra zoe`)

// towns are large ones, in English and French writing.
var towns = phraseSet(`paris; marseille; lyon; toulouse; nice; nantes; montpellier; strasbourg; bordeaux; lille; rennes; reims; toulon; saint-etienne; le havre; grenoble; dijon; angers;
	villeurbanne; nimes; clermont-ferrand; aix-en-provence; le mans; brest; tours; amiens; limoges; annecy; perpignan; metz; besancon; orleans; rouen; mulhouse; caen; nancy;
	saint-denis; argenteuil; montreuil; roubaix; tourcoing; avignon; poitiers; versailles; pau; la rochelle; calais; cannes; antibes; beziers; bourges; colmar; quimper;
	valence; troyes; chambery; lorient; saint-malo; vannes; bayonne; biarritz; cergy; creteil; nanterre; boulogne-billancourt; bruxelles; brussels; liege; namur; charleroi;
	anvers; antwerp; gand; ghent; geneve; geneva; lausanne; zurich; berne; bern; bale; basel; fribourg; neuchatel; luxembourg; montreal; quebec city; ville de quebec; laval;
	gatineau; sherbrooke; trois-rivieres; longueuil; ottawa; toronto; vancouver; calgary; edmonton; winnipeg; halifax; london; londres; manchester; birmingham; leeds;
	liverpool; bristol; sheffield; newcastle; nottingham; leicester; southampton; portsmouth; brighton; oxford; cambridge; york; edinburgh; glasgow; aberdeen; cardiff;
	swansea; belfast; dublin; cork; galway; new york; los angeles; chicago; houston; phoenix; philadelphia; san antonio; san diego; dallas; san jose; san francisco; austin;
	seattle; denver; boston; detroit; memphis; portland; las vegas; baltimore; milwaukee; atlanta; miami; oakland; minneapolis; cleveland; tampa; orlando; pittsburgh;
	cincinnati; st louis; nashville; salt lake city; new orleans; berlin; munich; hambourg; hamburg; cologne; frankfurt; francfort; stuttgart; vienna; vienne; amsterdam;
	rotterdam; madrid; barcelone; barcelona; valencia; lisbon; lisbonne; porto; rome; milan; naples; turin; florence italy; copenhagen; stockholm; oslo; helsinki; warsaw;
	varsovie; prague; budapest; athens; athenes; istanbul; moscow; moscou; dubai; tel aviv; cairo; le caire; casablanca; rabat; alger; algiers; tunis; dakar; abidjan; lagos;
	nairobi; johannesburg; cape town; tokyo; osaka; seoul; beijing; pekin; shanghai; hong kong; singapore; singapour; mumbai; delhi; bangalore; sydney; melbourne; brisbane;
	auckland; sao paulo; rio de janeiro; buenos aires; bogota; lima; mexico city`)

func phraseSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, p := range strings.Split(list, ";") {
		set[Fold(p)] = true
	}
	return set
}
