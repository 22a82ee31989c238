/** Countries and large cities under their English name and the common ones in their own language; written for Cordon. */
export const PLACES: readonly string[] = [
  'Afghanistan,Albania,Algeria,Angola,Argentina,Armenia,Australia,Austria,Azerbaijan,Bahrain,Bangladesh,Belarus,Belgium,Bolivia,Bosnia,Botswana,Brazil,Bulgaria,Cambodia,Cameroon,Canada,Chile,China,Colombia,Costa Rica,Croatia,Cuba,Cyprus,',
  'Czech Republic,Czechia,Denmark,Dominican Republic,Ecuador,Egypt,El Salvador,Estonia,Ethiopia,Finland,France,Germany,Ghana,Greece,Guatemala,Honduras,Hungary,Iceland,India,Indonesia,Iran,Iraq,Ireland,Israel,Italy,Jamaica,Japan,Kazakhstan,Kenya,',
  'Kuwait,Latvia,Lebanon,Libya,Lithuania,Luxembourg,Malaysia,Malta,Mexico,Moldova,Mongolia,Montenegro,Morocco,Mozambique,Myanmar,Namibia,Nepal,Netherlands,New Zealand,Nicaragua,Nigeria,North Macedonia,Norway,Pakistan,Panama,Paraguay,Peru,',
  'Philippines,Poland,Portugal,Qatar,Romania,Russia,Rwanda,Saudi Arabia,Senegal,Serbia,Singapore,Slovakia,Slovenia,Somalia,South Africa,South Korea,North Korea,Spain,Sri Lanka,Sudan,Sweden,Switzerland,Syria,Taiwan,Tanzania,Thailand,Tunisia,Uganda,',
  'Ukraine,United Arab Emirates,United Kingdom,United States,Uruguay,Uzbekistan,Venezuela,Vietnam,Yemen,Zambia,Zimbabwe,Deutschland,Österreich,Schweiz,Frankreich,Spanien,Italien,Polen,Niederlande,Belgien,España,Italia,Polska,Nederland,België,Belgique,Suisse,Allemagne,Espagne,Italie,',
  'London,Manchester,Birmingham,Liverpool,Leeds,Glasgow,Edinburgh,Cardiff,Belfast,Dublin,Galway,Berlin,Hamburg,München,Munich,Köln,Cologne,Frankfurt,Stuttgart,Düsseldorf,Leipzig,Dresden,Hannover,Nürnberg,Bremen,Wien,Vienna,Graz,Salzburg,Innsbruck,Zürich,Zurich,Geneva,Genève,Basel,Bern,Lausanne,',
  'Marseille,Lyon,Toulouse,Bordeaux,Nantes,Strasbourg,Lille,Montpellier,Madrid,Barcelona,Valencia,Sevilla,Seville,Zaragoza,Málaga,Bilbao,Roma,Milano,Milan,Napoli,Naples,Torino,Turin,Palermo,Firenze,Bologna,Venezia,Venice,Lisboa,Lisbon,Amsterdam,Rotterdam,Utrecht,Eindhoven,Den Haag,The Hague,',
  'Brussels,Bruxelles,Brussel,Antwerpen,Antwerp,Gent,Warszawa,Warsaw,Kraków,Krakow,Wrocław,Poznań,Gdańsk,Łódź,Stockholm,Göteborg,Gothenburg,Malmö,Helsinki,Tampere,København,Copenhagen,Aarhus,Oslo,Bergen,Reykjavik,Prague,Praha,Brno,Bratislava,Budapest,Bucharest,Sofia,Athens,Thessaloniki,Zagreb,Ljubljana,Belgrade,',
  'Tallinn,Riga,Vilnius,Kyiv,Moscow,Istanbul,Ankara,Izmir,New York,Los Angeles,Chicago,Houston,Philadelphia,San Antonio,San Diego,Dallas,San Francisco,Seattle,Denver,Boston,Miami,Atlanta,Las Vegas,Portland,Minneapolis,New Orleans,Washington DC,Toronto,Montreal,Montréal,Vancouver,Calgary,Ottawa,Edmonton,Winnipeg,',
  'Mexico City,Guadalajara,Monterrey,Bogotá,Lima,Santiago,Buenos Aires,São Paulo,Rio de Janeiro,Brasília,Salvador,Caracas,Cairo,Lagos,Abuja,Nairobi,Johannesburg,Cape Town,Durban,Pretoria,Casablanca,Dubai,Abu Dhabi,Riyadh,Doha,Tel Aviv,Jerusalem,Tehran,Baghdad,Karachi,Lahore,Delhi,New Delhi,Mumbai,Bangalore,Bengaluru,Chennai,Kolkata,Hyderabad,Pune,Ahmedabad,',
  'Dhaka,Bangkok,Hanoi,Ho Chi Minh City,Jakarta,Manila,Kuala Lumpur,Hong Kong,Shanghai,Beijing,Shenzhen,Guangzhou,Taipei,Seoul,Busan,Tokyo,Osaka,Kyoto,Yokohama,Nagoya,Sydney,Melbourne,Brisbane,Perth,Adelaide,Canberra,Auckland,Wellington,Christchurch,California,Texas,Florida,Bavaria,Bayern,Sachsen,Tyrol,Catalonia,Cataluña,Lombardia,Toscana,Ontario,Quebec,Québec,British Columbia',
]

/** Legal forms of companies, as they end a name. */
export const LEGAL_FORMS: readonly string[] = [
  'GmbH,GmbH & Co. KG,mbH,e.V.,OHG,KGaA,Inc,Inc.,LLC,L.L.C.,LLP,Ltd,Ltd.,Limited,PLC,Corp,Corp.,Corporation,S.A.S.,SAS,SARL,S.A.R.L.,S.A.,S.r.l.,S.R.L.,SpA,S.p.A.,S.L.,S.L.U.,Lda,Lda.,Ltda,Ltda.,B.V.,N.V.,BVBA,',
  'sp. z o.o.,sp.z o.o.,spółka z o.o.,A.Ş.,A/S,ApS,Oyj,Pty Ltd,Pty. Ltd.,Pvt Ltd,Pvt. Ltd.,Private Limited,S.A. de C.V.,s.r.o.,a.s.,d.o.o.,K.K.,University,Hospital,Bank',
]
