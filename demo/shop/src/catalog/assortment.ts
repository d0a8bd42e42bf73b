/** What the shop sells: ten categories of ten kinds, each kind in five variants. */
type Name = readonly [ko: string, en: string];
type Kind = readonly [ko: string, en: string, price: number];

export interface CategorySeed {
  slug: string;
  name: Name;
  variants: readonly Name[];
  kinds: readonly Kind[];
}

const glaze: readonly Name[] = [
  ["백자", "White porcelain"],
  ["청자", "Celadon"],
  ["분청", "Buncheong"],
  ["흑유", "Black glazed"],
  ["옹기", "Earthenware"],
];
const harvest: readonly Name[] = [
  ["보성", "Boseong"],
  ["하동", "Hadong"],
  ["제주", "Jeju"],
  ["유기농", "Organic"],
  ["산지 직송", "Single-origin"],
];
const wood: readonly Name[] = [
  ["호두나무", "Walnut"],
  ["참나무", "Oak"],
  ["편백", "Cypress"],
  ["대나무", "Bamboo"],
  ["느티나무", "Zelkova"],
];
const cloth: readonly Name[] = [
  ["모시", "Ramie"],
  ["삼베", "Hemp"],
  ["리넨", "Linen"],
  ["누비", "Quilted"],
  ["면", "Cotton"],
];
const metal: readonly Name[] = [
  ["황동", "Brass"],
  ["놋", "Bronze"],
  ["무쇠", "Cast-iron"],
  ["구리", "Copper"],
  ["무광 강철", "Brushed steel"],
];
const paper: readonly Name[] = [
  ["한지", "Hanji"],
  ["크라프트", "Kraft"],
  ["재생지", "Recycled"],
  ["무선", "Plain"],
  ["방안", "Grid"],
];
const tent: readonly Name[] = [
  ["초경량", "Ultralight"],
  ["방수", "Waterproof"],
  ["2인용", "Two-person"],
  ["가족용", "Family"],
  ["접이식", "Folding"],
];
const pot: readonly Name[] = [
  ["작은", "Small"],
  ["중간", "Medium"],
  ["큰", "Large"],
  ["걸이형", "Hanging"],
  ["수경", "Hydroponic"],
];
const print: readonly Name[] = [
  ["양장본", "Hardcover"],
  ["문고판", "Pocket"],
  ["큰글자", "Large print"],
  ["삽화", "Illustrated"],
  ["영한 대역", "Bilingual"],
];
const scent: readonly Name[] = [
  ["쑥", "Mugwort"],
  ["유자", "Yuja"],
  ["솔잎", "Pine"],
  ["라벤더", "Lavender"],
  ["무향", "Unscented"],
];

export const assortment: readonly CategorySeed[] = [
  {
    slug: "tea",
    name: ["차", "Tea"],
    variants: harvest,
    kinds: [
      ["녹차", "green tea", 18000],
      ["홍차", "black tea", 16000],
      ["우롱차", "oolong", 21000],
      ["보리차", "barley tea", 7000],
      ["메밀차", "buckwheat tea", 9000],
      ["유자차", "yuja tea", 14000],
      ["국화차", "chrysanthemum tea", 17000],
      ["생강차", "ginger tea", 12000],
      ["쑥차", "mugwort tea", 11000],
      ["말차", "matcha", 26000],
    ],
  },
  {
    slug: "ceramics",
    name: ["도자기", "Ceramics"],
    variants: glaze,
    kinds: [
      ["찻잔", "teacup", 24000],
      ["머그", "mug", 22000],
      ["찻주전자", "teapot", 68000],
      ["밥그릇", "rice bowl", 19000],
      ["국그릇", "soup bowl", 21000],
      ["접시", "plate", 26000],
      ["화병", "vase", 74000],
      ["수저받침", "chopstick rest", 6000],
      ["항아리", "jar", 98000],
      ["술병", "bottle", 45000],
    ],
  },
  {
    slug: "kitchen",
    name: ["주방", "Kitchen"],
    variants: wood,
    kinds: [
      ["도마", "cutting board", 38000],
      ["주걱", "rice paddle", 9000],
      ["젓가락", "chopsticks", 12000],
      ["숟가락", "spoon", 11000],
      ["쟁반", "tray", 42000],
      ["소금통", "salt box", 27000],
      ["국자", "ladle", 14000],
      ["절구", "mortar", 33000],
      ["컵받침", "coaster", 8000],
      ["빵칼", "bread knife", 47000],
    ],
  },
  {
    slug: "textile",
    name: ["패브릭", "Textiles"],
    variants: cloth,
    kinds: [
      ["보자기", "wrapping cloth", 23000],
      ["식탁보", "tablecloth", 56000],
      ["앞치마", "apron", 39000],
      ["행주", "dishcloth", 7000],
      ["방석", "cushion", 34000],
      ["이불", "blanket", 148000],
      ["베갯잇", "pillowcase", 26000],
      ["커튼", "curtain", 88000],
      ["손수건", "handkerchief", 12000],
      ["러그", "rug", 119000],
    ],
  },
  {
    slug: "stationery",
    name: ["문구", "Stationery"],
    variants: paper,
    kinds: [
      ["공책", "notebook", 9000],
      ["편지지", "letter paper", 7000],
      ["봉투", "envelopes", 5000],
      ["달력", "calendar", 15000],
      ["엽서", "postcards", 6000],
      ["메모지", "memo pad", 4000],
      ["일기장", "diary", 18000],
      ["책갈피", "bookmark", 3000],
      ["포장지", "gift wrap", 8000],
      ["스케치북", "sketchbook", 16000],
    ],
  },
  {
    slug: "lighting",
    name: ["조명", "Lighting"],
    variants: metal,
    kinds: [
      ["스탠드", "table lamp", 89000],
      ["펜던트등", "pendant light", 128000],
      ["촛대", "candlestick", 36000],
      ["등잔", "oil lamp", 52000],
      ["벽등", "wall light", 77000],
      ["독서등", "reading lamp", 64000],
      ["플로어 램프", "floor lamp", 168000],
      ["랜턴", "lantern", 58000],
      ["전구 소켓", "bulb socket", 14000],
      ["풍경", "wind chime", 31000],
    ],
  },
  {
    slug: "camping",
    name: ["캠핑", "Camping"],
    variants: tent,
    kinds: [
      ["텐트", "tent", 289000],
      ["의자", "chair", 54000],
      ["테이블", "table", 79000],
      ["침낭", "sleeping bag", 132000],
      ["매트", "sleeping mat", 48000],
      ["타프", "tarp", 96000],
      ["화로대", "fire pit", 68000],
      ["코펠", "cook set", 57000],
      ["수통", "canteen", 21000],
      ["배낭", "backpack", 158000],
    ],
  },
  {
    slug: "plants",
    name: ["식물", "Plants"],
    variants: pot,
    kinds: [
      ["소나무 분재", "pine bonsai", 120000],
      ["동백", "camellia", 45000],
      ["난초", "orchid", 62000],
      ["고사리", "fern", 24000],
      ["몬스테라", "monstera", 38000],
      ["선인장", "cactus", 16000],
      ["올리브나무", "olive tree", 71000],
      ["허브", "herb pot", 12000],
      ["이끼", "moss garden", 29000],
      ["철쭉", "azalea", 33000],
    ],
  },
  {
    slug: "books",
    name: ["책", "Books"],
    variants: print,
    kinds: [
      ["요리책", "cookbook", 24000],
      ["시집", "poems", 14000],
      ["지도책", "atlas", 48000],
      ["동화", "fairy tales", 17000],
      ["여행기", "travelogue", 19000],
      ["식물도감", "field guide", 36000],
      ["건축", "architecture", 42000],
      ["차 이야기", "book of tea", 22000],
      ["사진집", "photo book", 55000],
      ["소설", "novel", 16000],
    ],
  },
  {
    slug: "wellness",
    name: ["생활", "Wellness"],
    variants: scent,
    kinds: [
      ["비누", "soap", 9000],
      ["향", "incense", 13000],
      ["초", "candle", 21000],
      ["입욕제", "bath salt", 17000],
      ["핸드크림", "hand cream", 15000],
      ["디퓨저", "diffuser", 34000],
      ["샴푸바", "shampoo bar", 12000],
      ["찜질팩", "heat pack", 26000],
      ["족욕 허브", "foot soak", 14000],
      ["베개 미스트", "pillow mist", 19000],
    ],
  },
];
