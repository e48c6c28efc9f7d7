//! How often names of different people are unclear, by the culture of the names. An account holder who is a stranger
//! must stand out equally often everywhere.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::tests::compare;
use super::*;

struct Culture {
    name: &'static str,
    /// Different family names, the most frequent ones.
    family: &'static str,
    /// Different given names.
    given: &'static str,
    family_first: bool,
}

const CULTURES: &[Culture] = &[
    Culture {
        name: "American",
        family: "Smith Johnson Williams Brown Jones Garcia Miller Davis Wilson Anderson Thomas Taylor Moore Jackson \
                 Martin Thompson White Harris Clark Lewis Robinson Walker Hall Allen",
        given: "James Robert John Michael David William Richard Joseph Thomas Charles Mary Patricia Jennifer Linda \
                Elizabeth Barbara Susan Jessica Sarah Karen Brandon Ashley Megan Tyler",
        family_first: false,
    },
    Culture {
        name: "Korean",
        family: "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Yoo Hong Jeon Ko \
                 Moon Bae",
        given: "Min-su Ji-hoon Seo-yeon Min-jun Hyun-woo Ji-woo Su-jin Eun-ji Young-ho Sung-min Ji-young Hye-jin \
                Dong-hyun Jae-hyun Min-ji Soo-ah Joon-ho Sang-hoon Mi-sook Kyung-soo Tae-yang Na-ri Yu-jin Do-yun",
        family_first: true,
    },
    Culture {
        name: "Chinese",
        family: "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Gao Lin Luo Zheng Liang Xie Song",
        given: "Xiaoming Wei Fang Na Xiuying Min Jing Qiang Lei Jun Yang Yong Jie Tao Ming Chao Xiaoli Guiying Hao \
                Zhiqiang Yuhan Zixuan Mengyao Jiahui",
        family_first: true,
    },
    Culture {
        name: "Russian",
        family: "Ivanov Smirnov Kuznetsov Popov Vasiliev Petrov Sokolov Mikhailov Novikov Fedorov Morozov Volkov \
                 Alekseev Lebedev Semenov Egorov Pavlov Kozlov Stepanov Nikolaev Orlov Andreev Makarov Zaitsev",
        given: "Aleksandr Sergey Dmitry Andrey Aleksey Maksim Evgeny Ivan Mikhail Artem Denis Nikita Anna Elena Olga \
                Natalia Ekaterina Tatiana Irina Svetlana Yulia Oksana Roman Viktor",
        family_first: false,
    },
    Culture {
        name: "Arab",
        family: "Hassan Hussein Ibrahim Saleh Nasser Khalil Mansour Haddad Khoury Najjar Hamdan Qasim Rahman Aziz \
                 Farouk Bakr Darwish Sabbagh Zidan Tamimi Shehadeh Barakat Fares Jaber",
        given: "Mohammed Ahmed Mahmoud Omar Ali Khaled Youssef Mustafa Karim Tariq Fatima Aisha Mariam Layla Zainab \
                Noor Hana Salma Rania Dina Bilal Samir Walid Ziad",
        family_first: false,
    },
    Culture {
        name: "Indian",
        family: "Sharma Verma Gupta Singh Kumar Patel Reddy Nair Iyer Rao Das Mehta Joshi Chatterjee Mukherjee Banerjee \
                 Bose Desai Pillai Menon Kapoor Malhotra Agarwal Mishra",
        given: "Rahul Amit Priya Anjali Sanjay Vijay Ravi Suresh Deepak Pooja Neha Arjun Kavita Sunita Rajesh Manoj \
                Vikram Anil Lakshmi Divya Rohan Karthik Meera Nikhil",
        family_first: false,
    },
    Culture {
        name: "Spanish",
        family: "Garcia Rodriguez Gonzalez Fernandez Lopez Martinez Sanchez Perez Gomez Martin Jimenez Ruiz Hernandez \
                 Diaz Moreno Alvarez Romero Navarro Torres Dominguez Vazquez Ramos Gil Serrano",
        given: "Antonio Manuel Jose Francisco David Juan Javier Daniel Carlos Jesus Maria Carmen Ana Isabel Laura \
                Cristina Marta Lucia Elena Raquel Pablo Sergio Alvaro Diego",
        family_first: false,
    },
    Culture {
        name: "Vietnamese",
        family: "Nguyen Tran Le Pham Hoang Phan Vu Dang Bui Do Ho Ngo Duong Ly Dinh Mai Trinh Cao Luong Ha Tang Lam",
        given: "Van-An Thi-Hoa Minh-Duc Quang-Huy Thu-Trang Van-Hung Thi-Lan Ngoc-Anh Duc-Thang Thanh-Tung Hai-Yen \
                Thuy-Linh Van-Nam Hong-Nhung Tuan-Kiet Bao-Chau Gia-Bao Khanh-Vy Thi-Mai Xuan-Phuc Anh-Tuan Kim-Ngan",
        family_first: true,
    },
    Culture {
        name: "Japanese",
        family: "Sato Suzuki Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida Yamada Sasaki \
                 Yamaguchi Matsumoto Inoue Kimura Hayashi Shimizu Saito Mori Abe Ikeda Hashimoto",
        given: "Hiroshi Takashi Kenji Akira Yuki Haruto Sota Yuto Ren Kaito Yoko Keiko Sakura Hina Yui Aoi Naoko Tomoko \
                Daisuke Makoto Shota Ayumi Megumi Kazuo",
        family_first: false,
    },
];

/// The share of pairs that are not seen to differ, in percent, among people who share neither name.
fn unclear(culture: &Culture, examples: &mut Vec<String>) -> f64 {
    const PAIRS: u32 = 1_000;
    let family: Vec<&str> = culture.family.split_whitespace().collect();
    let given: Vec<&str> = culture.given.split_whitespace().collect();
    let random = &mut ChaCha8Rng::seed_from_u64(7);
    let mut pick = |names: &[&'static str]| -> [&'static str; 2] {
        loop {
            let [a, b] = [(); 2].map(|()| names[random.random_range(0..names.len())]);
            if a != b {
                return [a, b];
            }
        }
    };
    let mut unclear = 0;
    for _ in 0..PAIRS {
        let ([a_family, b_family], [a_given, b_given]) = (pick(&family), pick(&given));
        let full = |family: &str, given: &str| {
            if culture.family_first {
                format!("{family} {given}")
            } else {
                format!("{given} {family}")
            }
        };
        let (a, b) = (full(a_family, a_given), full(b_family, b_given));
        let compared = compare(&a, &b);
        if compared != Agreement::Differ {
            unclear += 1;
            examples.push(format!("{a} / {b}: {compared:?}"));
        }
    }
    100.0 * f64::from(unclear) / f64::from(PAIRS)
}

#[test]
fn strangers_are_equally_rarely_unclear_in_all_cultures() {
    /// In percent. Without the rule for syllables, Korean names have 24.
    const MAX_UNCLEAR: f64 = 3.5;
    let mut faults = Vec::new();
    for culture in CULTURES {
        let turned = Culture { family_first: !culture.family_first, ..*culture };
        for (order, culture) in [("usual", culture), ("other", &turned)] {
            let mut examples = Vec::new();
            let share = unclear(culture, &mut examples);
            if share > MAX_UNCLEAR {
                examples.truncate(10);
                faults
                    .push(format!("{}, {order} order: {share:.1} %: {examples:#?}", culture.name));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
