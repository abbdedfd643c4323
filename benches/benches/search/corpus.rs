//! Generated documents, and questions that are asked of them.

/// SplitMix64: the same documents everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// Between 0 and 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Documents, and words of some of them.
pub(crate) struct Corpus {
    pub(crate) documents: Vec<String>,
    pub(crate) questions: Vec<String>,
}

const CHINESE: &str = "的 和 在 了 是 与 对 各 并 国 将 以 为 等 其 关于 条约 国家 决议 大会 会议 核武器 无核武器 区域 地区 安全 理事会 \
    秘书长 代表 声明 裁军 缔约国 成员国 组织 合作 发展 问题 措施 建立 批准 签署 生效 保存 通过 执行 情况 报告 审议 委员会 机构 原子能 \
    国际 联合国 和平 利用 扩散 防止 禁止 试验 武器 化学 生物 核查 议定书 附件 条款 第一 第二 规定 义务 承诺 保证 信任 谈判 协定 宣言 \
    原则 宪章 法律 政府 外交部 部长 总统 首脑 峰会 主席 秘书处 决定 建议 支持 欢迎 呼吁 强调 重申 认为 注意到 忆及 考虑到 铭记 满意 \
    加强 促进 实现 目标 努力 协商 磋商 对话 伙伴 共同 双边 多边 区域性 全球 世界 人民 社会 经济 环境 能源 铀矿 废料 污染 恢复 援助 \
    恐怖主义 非法 贩运 毒品 边境 军事 力量 部队 演习 战略 稳定 威胁 挑战 冲突 解决 政治 文化 教育 科学 技术 信息 交流 经验 专家 工作组 \
    文件 案文 信函 转递 分发 议程 项目 届会 年度 日期 时间 地点 举行 参加 出席 邀请 通知 收到 提交 提出 讨论 同意 一致 协商一致";
const RUSSIAN: &str = "и в о на с по для что договор зона оружие ядерное государство участник сторона мир безопасность конференция резолюция \
    доклад совет генеральный ассамблея комитет протокол статья пункт обязательство вступление сила ратификация подписание депозитарий \
    международный сотрудничество развитие нераспространение разоружение заявление министр иностранный дело президент республика область \
    центральный азия создание свободный испытание мера доверие переговоры соглашение принцип устав право правительство решение поддержка";
const ENGLISH: &str = "the of and to in for that with treaty zone weapon nuclear state party peace security conference resolution report \
    council general assembly committee protocol article paragraph obligation entry force ratification signature depositary \
    international cooperation development proliferation disarmament statement minister foreign affairs president republic region central \
    asia establishment free test measure confidence negotiation agreement principle charter law government decision support";

impl Corpus {
    pub(crate) fn new(packs: &pack::Packs, documents: usize) -> Corpus {
        let mut dice = Dice(2026);
        let vocabulary = |lang: &str, common: &str, dice: &mut Dice| {
            let mut words: Vec<String> = common.split_whitespace().map(str::to_owned).collect();
            let frequent = words.len();
            words.extend(packs.names.iter().filter(|name| name.lang == lang).map(|name| name.text.clone()));
            words.extend(packs.instruments.iter().filter_map(|instrument| instrument.title.get(lang)).cloned());
            for at in (frequent + 1..words.len()).rev() {
                words.swap(at, frequent + dice.below(at + 1 - frequent));
            }
            words
        };
        let [zh, ru, en] = [("zh", CHINESE), ("ru", RUSSIAN), ("en", ENGLISH)]
            .map(|(lang, common)| vocabulary(lang, common, &mut dice));
        let mut all = Corpus { documents: Vec::with_capacity(documents), questions: Vec::new() };
        let every = (documents / 1_000).max(1);
        for number in 0..documents {
            let (words, between) = match number % 20 {
                0..16 => (&zh, ""),
                16..18 => (&ru, " "),
                _ => (&en, " "),
            };
            let drawn = all.document(words, between, &mut dice);
            if number % every == 0 && all.questions.len() < 1_000 {
                all.question(&drawn, between, &mut dice);
            }
        }
        all
    }

    /// Adds a document; its words.
    fn document<'w>(&mut self, words: &'w [String], between: &str, dice: &mut Dice) -> Vec<&'w str> {
        let mut text = String::new();
        let mut drawn = Vec::new();
        for number in 1..=30 + dice.below(80) {
            // As in every language, the second word is half as frequent as the first.
            let at = (words.len() as f64 + 1.0).powf(dice.share()) as usize - 1;
            let word = &words[at.min(words.len() - 1)];
            drawn.push(word.as_str());
            text.push_str(word);
            match number % 40 {
                0 => text.push_str(if between.is_empty() { "。\n" } else { ". " }),
                9 | 18 | 27 => text.push_str(if between.is_empty() { "，" } else { ", " }),
                _ => text.push_str(between),
            }
        }
        self.documents.push(text);
        drawn
    }

    /// One word of a document, two that stand apart, or two next to each other, written as there.
    fn question(&mut self, drawn: &[&str], between: &str, dice: &mut Dice) {
        let at = dice.below(drawn.len() - 1);
        let question = match dice.below(3) {
            0 => drawn[at].to_owned(),
            1 => format!("{} {}", drawn[at], drawn[dice.below(drawn.len())]),
            _ => format!("{}{between}{}", drawn[at], drawn[at + 1]),
        };
        // Signs of the peers' language of questions are left out.
        let plain = |c: &char| c.is_alphanumeric() || c.is_whitespace() || *c == '-';
        self.questions.push(question.chars().filter(plain).collect());
    }
}
