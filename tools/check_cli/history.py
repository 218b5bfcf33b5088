"""The rows of a history with everything in it."""


def everything():
    """A history with every kind, refusals, groups, holds and lots that run out, late rows."""
    rows = [
        "2020-01-01,unit,,,u-miles,miles,,,,,,,scale=2 restore=grace:10 inactivity=90,",
        "2020-01-01,earn,a,100,e1,,,2021-01-01,,,,,,",
        "2020-01-02,opening,b,50,o1,,2020-03-01,2020-06-01,,,,,,",
        "2020-01-03,enroll,c,,n1,,,,,,,,,",
        "2020-01-03,link,c,,k1,,,,,\"c, \"\"two\"\"\",,,,",
        "2020-01-04,earn,\"c, \"\"two\"\"\",10,e2,,,,,,,,,",
        "2020-01-05,redeem,a,30,r1,,,,,,,,,",
        "2020-01-06,redeem,a,500,r2,,,,,,,,,",
        "2020-01-06,redeem,a,500,r3,,,,,,,yes,,",
        "2020-01-07,reverse,a,40,v1,,,,r3,,,,,",
        "2020-01-08,hold,a,15,h1,,,2020-01-20,,,,,,",
        "2020-01-08,hold,a,5,h2,,,2020-02-20,,,,,,",
        "2020-01-30,capture,a,1,c0,,,,h2,,,yes,,",
        "2020-02-01,capture,a,3,c1,,,,h2,,,,,",
        "2020-02-02,reverse,a,,v2,,,,e1,,,,,",
        "2020-02-03,adjust,a,7,a1,,,,,,,,,",
        "2020-02-04,earn,a,200,e3,,,2020-08-01,,,,,,g",
        "2020-02-04,transfer,a,20,t1,,,,,c,,,,g",
        "2020-02-05,adjust,a,-2,a2,,,,,,e3,,,",
        "2020-02-06,earn,m,12.50,e4,miles,,,,,,,,",
        "2020-06-01,redeem,m,1,r4,miles,,,,,,,,",
        "2020-06-02,earn,m,2.25,e5,miles,,,,,,,,",
        "2020-06-03,freeze,b,,f1,,,,,,,,all,",
        "2020-06-04,earn,b,1,f2,,,,,,,,,",
        "2020-06-05,unfreeze,b,,f3,,,,,,,,,",
        "2020-06-06,earn,b,5,e6,,,2020-07-01,,,,,,",
        "2020-03-01,redeem,b,50,r5,,,,,,,,,",
        "2020-06-07,extend,b,,x1,,,2020-09-01,e6,,,,,",
        "2020-06-08,merge,b,,m1,,,,,c,,,,",
        "2020-06-09,redeem,b,1,r6,,,,,,,,,",
        "2020-06-10,earn,d,1,e7,,,,,,,,,h",
        "2020-06-10,redeem,d,9,r7,,,,,,,,,h",
        "2020-06-11,earn,z,5,ez1,,,,,,,,,",
        "2020-06-11,adjust,z,-12,az,,,,,,,,arrears,",
        "2020-06-12,earn,z,4,ez2,,,,,,,,,",
        "2020-06-13,reverse,z,5,vz1,,,,az,,,,,",
        "2020-06-14,reverse,z,,vz2,,,,az,,,,,",
        "2020-07-01,close-period,,,p1,,,,,,,,,",
        "2020-06-15,earn,c,3,e8,,,,,,,,,",
        "2020-07-02,unlink,c,,k2,,,,,\"c, \"\"two\"\"\",,,,",
    ]
    return ("time,kind,member,points,reference,unit,activates,expires,original,counterparty,lots,"
            "partial,policy,group\n" + "\n".join(rows) + "\n")
